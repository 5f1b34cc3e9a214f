# How every target of the project is built: one set of warnings, one set of sanitizers.
find_package(Threads REQUIRED)

add_library(refrain_options INTERFACE)
target_compile_options(refrain_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                       $<$<BOOL:${REFRAIN_WARNINGS_AS_ERRORS}>:-Werror>)
target_include_directories(refrain_options INTERFACE ${CMAKE_SOURCE_DIR})
# `slots` and `signals` are names in torch headers; Qt's macros of that name stay off everywhere.
target_compile_definitions(refrain_options INTERFACE QT_NO_KEYWORDS)
target_link_libraries(refrain_options INTERFACE Threads::Threads)
if(REFRAIN_SANITIZER)
  target_compile_options(refrain_options INTERFACE -fsanitize=${REFRAIN_SANITIZER} -fno-omit-frame-pointer)
  target_link_options(refrain_options INTERFACE -fsanitize=${REFRAIN_SANITIZER})
endif()

# refrain_add_library(NAME SOURCES ... [PUBLIC libs...] [PRIVATE libs...]): a static library of one room of the layout.
# Includes are written from the project's root: #include "player/queue/play_queue.h".
function(refrain_add_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC refrain_core ${ARG_PUBLIC} PRIVATE refrain_options ${ARG_PRIVATE})
endfunction()

# refrain_add_test(NAME SOURCES ... [LIBS ...] [LABELS ...] [TIMEOUT s]): one GoogleTest program, each case a CTest entry's part.
function(refrain_add_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE refrain_options refrain_core ${ARG_LIBS} GTest::gtest GTest::gtest_main GTest::gmock)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}" ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()
