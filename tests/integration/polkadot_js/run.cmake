# Installs the JavaScript library beside the build (once) and runs the test with it.
# cmake -DNODE=… -DNPM=… -DPROGRAM=…/taodeck-localnet -DWORK=… -DSCRIPT=test.mjs -P run.cmake; prints SKIPPED where npm cannot install.
file(MAKE_DIRECTORY "${WORK}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/package.json" DESTINATION "${WORK}")
if(NOT EXISTS "${WORK}/node_modules/@polkadot/api/package.json")
  execute_process(COMMAND "${NPM}" install --no-audit --no-fund --loglevel=error WORKING_DIRECTORY "${WORK}"
                  RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(failed)
    message("SKIPPED: npm cannot install @polkadot/api here:\n${text}")
    return()
  endif()
endif()
execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/${SCRIPT}" "${PROGRAM}" "${WORK}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${SCRIPT} failed")
endif()
