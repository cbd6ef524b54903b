# Installs llama.cpp for node beside the build (once) and runs the comparison.
# cmake -DNODE=… -DNPM=… -DWORK=… -DMAKER=… -DLOGITS=… -DDEMO=… -P run.cmake; prints SKIPPED where npm cannot install it.
include("${CMAKE_CURRENT_LIST_DIR}/install.cmake")
if(TD_SKIPPED)
  return()
endif()
execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/oracle.mjs" "${WORK}" "${MAKER}" "${LOGITS}" "${DEMO}"
                RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "oracle.mjs failed")
endif()
