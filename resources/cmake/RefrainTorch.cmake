# The target refrain_torch: LibTorch, as a package of the system, a LibTorch folder or the one inside a Python
# installation of torch, wherever CMAKE_PREFIX_PATH leads first.
# The CMake package of a torch built for CUDA asks for a CUDA compiler that fits it, and stops where there is none.
# Nothing of ours is compiled for CUDA: such a torch is linked without its package.
set(torch_hints ${Torch_DIR} ${CMAKE_PREFIX_PATH})
if(DEFINED ENV{CMAKE_PREFIX_PATH})
  string(REPLACE ":" ";" torch_hints_outside "$ENV{CMAKE_PREFIX_PATH}")
  list(APPEND torch_hints ${torch_hints_outside})
endif()
find_file(REFRAIN_TORCH_CONFIG TorchConfig.cmake HINTS ${torch_hints} PATH_SUFFIXES Torch share/cmake/Torch
          NO_DEFAULT_PATH)
mark_as_advanced(REFRAIN_TORCH_CONFIG)
set(torch_root "")
if(REFRAIN_TORCH_CONFIG)
  get_filename_component(torch_root "${REFRAIN_TORCH_CONFIG}/../../../.." ABSOLUTE)
endif()

# All of ours and its libraries (GoogleTest, RapidCheck) are built for the C++11 strings; before 2.7 the torch of
# Python was not, and linking would fail with pages of names.
set(torch_of_old_strings "This torch cannot be linked with libraries of the system: it is built without the C++11 "
                         "strings. The one of Python must be 2.7 or newer.")

add_library(refrain_torch INTERFACE)
if(torch_root AND EXISTS "${torch_root}/lib/libtorch_cuda.so")
  try_compile(REFRAIN_TORCH_FITS ${CMAKE_BINARY_DIR}/torch_fits ${CMAKE_CURRENT_LIST_DIR}/torch_fits.cpp
              CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${torch_root}/include"
              LINK_LIBRARIES "${torch_root}/lib/libc10.so" CXX_STANDARD 20)
  if(NOT REFRAIN_TORCH_FITS)
    unset(REFRAIN_TORCH_FITS CACHE)
    message(FATAL_ERROR ${torch_of_old_strings})
  endif()
  set(torch_library_names torch_cpu c10)
  set(torch_cuda_runs FALSE)
  # Without the libraries of CUDA beside it, it computes on the CPU alone.
  file(GLOB torch_cublas "${torch_root}/../nvidia/*/lib/libcublas.so*" "${torch_root}/lib/libcublas*.so*")
  if(torch_cublas)
    list(APPEND torch_library_names torch torch_cuda c10_cuda)
    set(torch_cuda_runs TRUE)
  endif()
  foreach(name IN LISTS torch_library_names)
    add_library(refrain_torch_${name} SHARED IMPORTED GLOBAL)
    set_target_properties(refrain_torch_${name} PROPERTIES IMPORTED_LOCATION "${torch_root}/lib/lib${name}.so")
  endforeach()
  # Nothing of ours names torch_cuda: it makes itself known when it is loaded.
  target_link_libraries(refrain_torch INTERFACE refrain_torch_torch_cpu refrain_torch_c10)
  if(torch_cuda_runs)
    target_link_libraries(refrain_torch INTERFACE LINKER:--push-state,--no-as-needed refrain_torch_torch
                          refrain_torch_torch_cuda refrain_torch_c10_cuda LINKER:--pop-state)
  endif()
  # What these libraries need themselves lies where their own search path leads, and not ours.
  target_link_options(refrain_torch INTERFACE LINKER:--allow-shlib-undefined)
  target_compile_definitions(refrain_torch INTERFACE USE_DISTRIBUTED USE_C10D_GLOO)
  target_include_directories(refrain_torch SYSTEM INTERFACE
    "${torch_root}/include" "${torch_root}/include/torch/csrc/api/include")
  set(REFRAIN_TORCH_HAS_GLOO TRUE)
  message(STATUS "Found a torch built for CUDA: ${torch_root} (with its libraries: ${torch_cuda_runs})")
else()
  set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)  # training/ and tests/ link it too (CMake 3.24)
  find_package(Torch REQUIRED)
  unset(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL)
  if(TORCH_CXX_FLAGS MATCHES "CXX11_ABI=0")
    message(FATAL_ERROR ${torch_of_old_strings})
  endif()
  target_link_libraries(refrain_torch INTERFACE ${TORCH_LIBRARIES})
  foreach(directory IN LISTS TORCH_INCLUDE_DIRS)
    if(NOT directory STREQUAL "/usr/include")  # as a system folder named twice it hides the C headers
      target_include_directories(refrain_torch SYSTEM INTERFACE ${directory})
    endif()
  endforeach()
  get_target_property(torch_definitions torch_cpu INTERFACE_COMPILE_DEFINITIONS)
  set(REFRAIN_TORCH_HAS_GLOO FALSE)
  if("USE_C10D_GLOO" IN_LIST torch_definitions)
    set(REFRAIN_TORCH_HAS_GLOO TRUE)
  endif()
endif()

# LibTorch's loops over threads stand in its headers: compiled without OpenMP they run on one thread and say nothing.
find_package(OpenMP COMPONENTS CXX)
if(OpenMP_CXX_FOUND)
  target_link_libraries(refrain_torch INTERFACE OpenMP::OpenMP_CXX)
else()
  message(WARNING "No OpenMP: refrain-trainer's own loops will run on one thread")
endif()
