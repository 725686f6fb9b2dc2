#pragma once
#include <libpq-fe.h>

// libpq spells these as character literals in macros, which Swift does not import.
static const int HOTLINE_PG_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int HOTLINE_PG_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int HOTLINE_PG_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int HOTLINE_PG_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int HOTLINE_PG_DIAG_POSITION = PG_DIAG_STATEMENT_POSITION;
static const int HOTLINE_PG_DIAG_TABLE = PG_DIAG_TABLE_NAME;
static const int HOTLINE_PG_DIAG_COLUMN = PG_DIAG_COLUMN_NAME;
static const int HOTLINE_PG_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;
static const int HOTLINE_PG_DIAG_FUNCTION = PG_DIAG_SOURCE_FUNCTION;
