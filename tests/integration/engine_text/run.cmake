# Installs llama.cpp for node beside the build (once, shared with engine_oracle) and runs the comparison.
# cmake -DNODE=… -DNPM=… -DWORK=… -DFILES=… -DPROGRAM=…/taodeck-engine-text -P run.cmake; prints SKIPPED where npm cannot install.
file(MAKE_DIRECTORY "${FILES}")
include("${CMAKE_CURRENT_LIST_DIR}/../engine_oracle/install.cmake")
if(TD_SKIPPED)
  return()
endif()
execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/oracle.mjs" "${WORK}" "${FILES}" "${PROGRAM}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "oracle.mjs failed")
endif()
