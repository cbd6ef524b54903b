# Installs llama.cpp for node into WORK, once; sets TD_SKIPPED where npm cannot.
# "npm install", which keeps to the lock file, and not "npm ci", which refuses a lock file that does not name the packages of
# other platforms.
file(MAKE_DIRECTORY "${WORK}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/package.json" "${CMAKE_CURRENT_LIST_DIR}/package-lock.json" DESTINATION "${WORK}")
set(ENV{NODE_LLAMA_CPP_SKIP_DOWNLOAD} true)
set(TD_SKIPPED FALSE)
if(NOT EXISTS "${WORK}/node_modules/@node-llama-cpp/linux-x64/package.json")
  execute_process(COMMAND "${NPM}" install --omit=optional --no-audit --no-fund --loglevel=error WORKING_DIRECTORY "${WORK}"
                  RESULT_VARIABLE failed OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if(failed)
    message("SKIPPED: npm cannot install node-llama-cpp here:\n${text}")
    set(TD_SKIPPED TRUE)
  endif()
endif()
