-- The reports read their pages in order from these, instead of sorting what they find.

-- Departments that sign late: the limits for signing that ended in a period.
create index clocks_for_signing on clocks (due_at)
    include (department, ended_at, ended_how, paused_at, kind, region, case_id) where stage = 'sign' and counts_late;
-- What was paused after an earlier day and late before it.
create index clocks_paused on clocks (paused_at) include (due_at, case_id, ordinal) where paused_at is not null and ended_at is null;

-- 反复派单: dispatched twice or more, most often first.
create index cases_ping_pong on cases (dispatches, id) where dispatches >= 2;
-- Repeats of a case with the latest of them.
drop index cases_by_parent;
create index cases_by_parent on cases (parent) include (received_at) where parent is not null;
-- A branch of the categories.
create index cases_by_category on cases (category, id);

create index return_requests_by_time on return_requests (requested_at, id);
create index time_requests_by_time on time_requests (requested_at, id);
-- The highest level first, then what is due first.
create index supervision_orders_open on supervision_orders (array_position(array['listed_order', 'key_order', 'order'], level), due_at, id)
    where decided_at is null;
