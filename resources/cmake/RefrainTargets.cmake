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
  # Undefined behaviour is only printed by default; a finding must fail the test.
  target_compile_options(refrain_options INTERFACE -fsanitize=${REFRAIN_SANITIZER} -fno-sanitize-recover=all
                         -fno-omit-frame-pointer)
  target_link_options(refrain_options INTERFACE -fsanitize=${REFRAIN_SANITIZER})
  # GLib hands small blocks on from thread to thread under locks that the sanitizers do not know, and so hides their
  # use after they were freed.
  set(REFRAIN_SANITIZER_ENVIRONMENT "G_SLICE=always-malloc")
  # What lies in libraries that we did not build; each line of these files gives its reason.
  set(refrain_suppressions ${CMAKE_SOURCE_DIR}/tests/sanitizers)
  # Debian's GLib has no frame pointers: only the slow way of unwinding sees who allocated. What a library does to
  # memory is not looked at by the thread sanitizer: it does not know the library's locks, and to find each of those
  # reports suppressed made a decoding test take 190 s.
  list(APPEND REFRAIN_SANITIZER_ENVIRONMENT
      "ASAN_OPTIONS=fast_unwind_on_malloc=0"
      "LSAN_OPTIONS=suppressions=${refrain_suppressions}/lsan.supp:print_suppressions=0"
      "UBSAN_OPTIONS=print_stacktrace=1"
      "TSAN_OPTIONS=suppressions=${refrain_suppressions}/tsan.supp:print_suppressions=0:ignore_noninstrumented_modules=1")
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
  # Ends a test that hangs, and no other: two cores may have eight times their work, a sanitizer takes ten times as long.
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 900)
  endif()
  if(REFRAIN_SANITIZER)
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 4")
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
                       ENVIRONMENT "${REFRAIN_SANITIZER_ENVIRONMENT};${ARG_ENVIRONMENT}")
endfunction()
