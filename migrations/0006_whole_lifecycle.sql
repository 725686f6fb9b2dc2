-- Everything that can happen to a case between its receipt and its end: the paused and the ended
-- states, what a department asks for (time) and who decided it, supporting departments with
-- clocks of their own, repeats that join a parent, the regime of a statute, what requesters say
-- in the callback, and a history from which the case can be rebuilt.

alter table cases drop constraint state_known, add constraint state_known check (state in (
    'received', 'dispatched', 'returning', 'handling', 'suspended', 'replied', 'callback', 'closed',
    'answered_directly', 'refused', 'merged', 'withdrawn'));
alter table cases drop constraint outcome_known, add constraint outcome_known check (outcome in (
    'solved', 'explained', 'interim', 'refused', 'merged', 'withdrawn'));
-- Somebody is responsible from dispatch on; what ended before never had a department.
alter table cases drop constraint dispatched_has_lead, add constraint dispatched_has_lead check (
    department is not null or state in ('received', 'answered_directly', 'refused', 'merged', 'withdrawn'));
-- Until the requester is answered there is always an instant by which somebody must act. While a
-- case is suspended it is the day on which the suspension is looked at again.
alter table cases drop constraint somebody_must_act, add constraint somebody_must_act check (
    next_due_at is not null or state in ('replied', 'callback', 'closed', 'answered_directly', 'refused', 'merged', 'withdrawn'));

-- Approved as complex: the longer limit for complex matters runs.
alter table cases add column complex boolean not null default false;
-- Why the matter rests, since when, and the day on which that is looked at again.
alter table cases add column suspended_for text;
alter table cases add column suspended_from timestamptz;
alter table cases add column suspended_until date;
alter table cases add constraint suspended_wholly check (
    (state = 'suspended') = (suspended_for is not null) and (suspended_for is null) = (suspended_from is null)
    and (suspended_for is null) = (suspended_until is null));
-- 挂账: on the list of what cannot be solved yet, until the day of review.
alter table cases add column parked_until date;
-- The body of rules under which the matter itself falls, and its own words for it; the platform's own when null.
alter table cases add column regime text;
alter table cases add column matter text;
-- 并案: the case that this repeat joined.
alter table cases add column parent bigint references cases;
alter table cases add constraint merged_has_parent check ((state = 'merged') = (parent is not null));
alter table cases add constraint parent_is_another check (parent <> id);
alter table cases add column reworks integer not null default 0;
alter table cases add column reopenings integer not null default 0;
-- When it ended, however it ended; null again while reopened.
alter table cases add column ended_at timestamptz;
update cases set ended_at = changed_at where state = 'closed';
alter table cases add constraint ended_has_instant check (
    (ended_at is not null) = (state in ('closed', 'answered_directly', 'refused', 'merged', 'withdrawn')));
-- Why the line does not take it up, and where it belongs.
alter table cases add column refusal_ground text;
alter table cases add column refusal_route text;
alter table cases add constraint refused_with_ground_and_route check (
    (state = 'refused') <= (refusal_ground is not null and refusal_route is not null));
create index cases_by_parent on cases (parent) where parent is not null;
create index cases_ended on cases (ended_at, id) where ended_at is not null;

drop index cases_by_department;
create index cases_by_department on cases (department, next_due_at, id) where state in ('dispatched', 'returning', 'handling', 'suspended');

-- What of the case each line of its history changed: the lines alone, in order, rebuild the case.
alter table case_events add column changes jsonb;

-- A supporting department answers the lead, within a limit of its own (its clock has the stage `support`).
alter table case_supports add column demand text;
alter table case_supports add column answer text;
alter table case_supports add column answered_by bigint references accounts;
alter table case_supports add column answered_at timestamptz;
alter table case_supports add constraint answered_wholly check (
    (answer is null) = (answered_at is null) and (answer is null) = (answered_by is null));

-- While `paused_at` is set the clock stands still and `due_at` is the due instant it had before.
alter table clocks add column paused_at timestamptz;
-- The pauses that are over, first to last.
alter table clocks add column paused_from timestamptz[] not null default '{}';
alter table clocks add column paused_to timestamptz[] not null default '{}';
-- Why it stood still, pause by pause; of the one that lasts, last.
alter table clocks add column paused_for text[] not null default '{}';
alter table clocks add constraint pauses_have_both_ends check (
    cardinality(paused_from) = cardinality(paused_to)
    and cardinality(paused_for) = cardinality(paused_from) + case when paused_at is null then 0 else 1 end);
-- What a granted extension added, and the due instant before anything moved it.
alter table clocks add column extended_by integer;
alter table clocks add column extended_unit text;
alter table clocks add column original_due_at timestamptz;
-- The ordinal of the clock that this one goes on from: another department, or another rule, under the same count.
alter table clocks add column continues integer;
alter table clocks add constraint extended_with_unit check ((extended_by is null) = (extended_unit is null));
alter table clocks drop constraint ended_how_known, add constraint ended_how_known check (
    ended_how in ('met', 'cancelled', 'replaced', 'silence'));

drop index clocks_open;
create index clocks_open on clocks (due_at, case_id, ordinal) include (department, stage, kind, region)
    where ended_at is null and counts_late and paused_at is null;

-- 延期, 中止, 疑难, 挂账: a department asks that time be counted otherwise; somebody of another role decides.
create table time_requests (
    id           bigint generated always as identity primary key,
    case_id      bigint not null references cases,
    ordinal      integer not null,
    kind         text not null constraint time_request_kind_known check (kind in ('extension', 'suspension', 'complexity', 'parking')),
    department   text not null references departments,
    requested_by bigint not null references accounts,
    requested_at timestamptz not null,
    reason       text not null,
    -- Of a suspension: which of the named reasons.
    ground       text,
    -- Of a parking: what is done meanwhile.
    measures     text,
    -- The new last day, or the day of review.
    until        date,
    decided_by   bigint references accounts,
    decided_at   timestamptz,
    granted      boolean,
    decision     text,
    -- Of what was granted until a day: when that was over. Of what nobody decided: when it no longer mattered.
    ended_at     timestamptz,
    unique (case_id, ordinal),
    constraint decided_wholly check (
        (decided_at is null) = (granted is null) and (decided_at is null) = (decided_by is null) and (decided_at is null) = (decision is null)),
    constraint decided_by_another check (decided_by <> requested_by),
    constraint until_named check (kind = 'complexity' or until is not null),
    constraint suspension_has_ground check ((kind = 'suspension') = (ground is not null)),
    constraint parking_has_measures check ((kind = 'parking') = (measures is not null))
);
create unique index one_open_request_of_a_kind on time_requests (case_id, kind) where decided_at is null and ended_at is null;
create index time_requests_by_kind on time_requests (kind, id);
create index time_requests_open on time_requests (requested_at, id) where decided_at is null and ended_at is null;
create index time_requests_in_force on time_requests (until, id) where granted and ended_at is null and kind in ('suspension', 'parking');

-- 回访: what the requester says of the result. Not reached is not satisfied; it has no ratings.
create table callbacks (
    case_id   bigint not null references cases,
    ordinal   integer not null,
    at        timestamptz not null,
    -- Null: the requester, by tracking.
    account   bigint references accounts,
    contacted boolean not null,
    solved    boolean,
    service   text,
    result    text,
    text      text,
    primary key (case_id, ordinal),
    constraint ratings_known check (
        service in ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')
        and result in ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')),
    constraint only_who_was_reached_rates check (contacted or (solved is null and service is null and result is null)),
    constraint who_was_reached_says_whether check (not contacted or solved is not null)
);
create index callbacks_by_time on callbacks (at, case_id);

-- Cases that belong together and must not show each other: a report that was split from a complaint.
create table case_links (
    case_id bigint not null references cases,
    origin  bigint not null references cases,
    kind    text not null constraint link_kind_known check (kind in ('split')),
    primary key (case_id, origin)
);
create index case_links_by_origin on case_links (origin);

-- When an open return no longer mattered, because the requester took the case back.
alter table return_requests add column lapsed_at timestamptz;
alter table return_requests add constraint ruled_or_lapsed check (lapsed_at is null or ruled_at is null);
drop index return_requests_open;
create index return_requests_open on return_requests (requested_at, id) where ruled_at is null and lapsed_at is null;
