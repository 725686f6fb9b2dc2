-- What a change of the calendar moves is judged by the instant at which it was loaded, not by when a server comes to
-- count: a clock that was not over yet is counted anew before anybody is late for it.

alter table list_version add column calendar_loaded_at timestamptz not null default now();

create or replace function lists_changed() returns trigger language plpgsql as $$
declare
    is_calendar boolean := tg_table_name in ('calendar_exceptions', 'statutory_holidays', 'office_hours');
begin
    update list_version set version = version + 1,
        calendar_version = case when is_calendar then version + 1 else calendar_version end,
        calendar_loaded_at = case when is_calendar then now() else calendar_loaded_at end;
    perform pg_notify('hotline_lists', '');
    return null;
end $$;
