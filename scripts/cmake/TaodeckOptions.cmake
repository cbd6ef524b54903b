# Options of the build and td_options, the flags that every target of ours gets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Programs find each other beside themselves, so all of them go to one folder.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# A build folder that was configured before this option existed keeps its objects.
if(DEFINED CACHE{TD_CCACHE} AND NOT DEFINED CACHE{TD_UNITY})
  set(TD_UNITY OFF CACHE BOOL "")
endif()
option(TD_UI "Build the window (needs Qt 6)" ON)
option(TD_TESTS "Build the tests" ON)
option(TD_BENCH "Build the benchmarks where Google Benchmark is found" ON)
option(TD_FUZZ "Build the fuzz targets with libFuzzer (needs clang)" OFF)
option(TD_WERROR "Warnings are errors" ON)
option(TD_UNITY "Compile sources in groups: a whole build takes a fraction of the time, one changed file somewhat more" ON)
set(TD_UNITY_SIZE 8 CACHE STRING "Sources in such a group at most")
set(TD_SANITIZE "" CACHE STRING "Sanitizers for every target, for example address,undefined")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(TD_CCACHE ccache)
if(TD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TD_CCACHE}")
endif()

add_library(td_options INTERFACE)
target_compile_options(td_options INTERFACE -Wall -Wextra -Wno-missing-field-initializers)
if(TD_WERROR)
  target_compile_options(td_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own std::vector and std::regex copies once inlined (GCC bugs 105329, 105562).
  target_compile_options(td_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow
                                              -Wno-array-bounds -Wno-dangling-pointer -fcoroutines)
endif()
if(TD_SANITIZE)
  target_compile_options(td_options INTERFACE -fsanitize=${TD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(td_options INTERFACE -fsanitize=${TD_SANITIZE})
  if(TD_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Asio's fences are not seen by the sanitizer; its reference counts are atomic all the same.
    target_compile_options(td_options INTERFACE -Wno-tsan)
  endif()
endif()
if(TD_FUZZ)
  target_compile_options(td_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_include_directories(td_options INTERFACE "${CMAKE_SOURCE_DIR}")

find_program(TD_MOLD mold)
if(TD_MOLD AND NOT APPLE)
  target_link_options(td_options INTERFACE -fuse-ld=mold)
endif()
