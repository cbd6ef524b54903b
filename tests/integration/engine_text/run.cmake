# Installs llama.cpp for node beside the build (once, shared with engine_oracle) and runs the comparison.
# cmake -DNODE=… -DNPM=… -DWORK=… -DFILES=… -DPROGRAM=…/taodeck-engine-text -P run.cmake; prints SKIPPED where npm cannot install.
file(MAKE_DIRECTORY "${WORK}" "${FILES}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/../engine_oracle/package.json" "${CMAKE_CURRENT_LIST_DIR}/../engine_oracle/package-lock.json"
     DESTINATION "${WORK}")
set(ENV{NODE_LLAMA_CPP_SKIP_DOWNLOAD} true)
if(NOT EXISTS "${WORK}/node_modules/@node-llama-cpp/linux-x64/package.json")
  execute_process(COMMAND "${NPM}" ci --omit=optional --no-audit --no-fund --loglevel=error WORKING_DIRECTORY "${WORK}"
                  RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(failed)
    message("SKIPPED: npm cannot install node-llama-cpp here:\n${text}")
    return()
  endif()
endif()
execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/oracle.mjs" "${WORK}" "${FILES}" "${PROGRAM}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "oracle.mjs failed")
endif()
