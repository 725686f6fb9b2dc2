#pragma once
#include <xlsxwriter.h>

// glibc has it since 2.27, but shows it to GNU sources alone.
int memfd_create(const char *name, unsigned int flags);
static const unsigned int HOTLINE_MFD_CLOEXEC = 1;
