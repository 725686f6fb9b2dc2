-- Scorecards: what they are counted from fast, months that are sealed and never change again, cases
-- that departments appeal out of them, and closed cases drawn by lot to be called once more.

-- Limits by the instant at which they end, and dispatches by the instant at which they were made.
create index clocks_owed on clocks (due_at) include (case_id, department, stage, ended_at, ended_how, paused_at, extended_by)
    where counts_late and stage in ('dispatch', 'accept', 'sign', 'handle');
create index clocks_dispatched on clocks (started_at) include (case_id, department) where stage = 'sign';
create index clocks_of_acceptance on clocks (case_id) where stage = 'accept';
create index return_requests_upheld on return_requests (ruled_at) include (case_id, department) where upheld;

-- 封账: from here on the month's figures are those that were frozen. What comes to light later is a correction.
create table sealed_months (
    month               date primary key constraint month_by_its_first_day check (extract(day from month) = 1),
    sealed_at           timestamptz not null,
    sealed_by           bigint not null references accounts,
    -- The settings on its last day, by which its figures are weighed.
    basically_weight    double precision not null,
    contact_weight      double precision not null,
    resolution_weight   double precision not null,
    satisfaction_weight double precision not null,
    minimum_cases       integer not null,
    constraint only_what_ended_is_sealed check (sealed_at >= ((month + interval '1 month') at time zone 'Asia/Shanghai'))
);

-- Numerators and denominators in the finest groups, so that every grouping is a sum over them. The codes are
-- those of that day; a list may have lost them since. Null: the line itself, no category, no place.
create table sealed_counts (
    month      date not null references sealed_months,
    department text,
    category   text,
    region     text,
    indicator  text not null,
    met        integer not null,
    -- Of ratings: basically satisfied.
    partly     integer not null,
    counted    integer not null,
    constraint one_count_in_a_group unique nulls not distinct (month, department, category, region, indicator)
);

-- Percentiles need the time of each case, in seconds of working time.
create table sealed_handling_times (
    month      date not null references sealed_months,
    department text,
    category   text,
    region     text,
    seconds    bigint[] not null,
    constraint one_row_of_times_in_a_group unique nulls not distinct (month, department, category, region)
);

create function sealed_months_never_change() returns trigger language plpgsql as $$
begin
    raise exception 'a sealed month never changes' using errcode = 'restrict_violation', constraint = 'sealed_months_never_change';
end $$;
create trigger sealed_months_never_change before update or delete or truncate on sealed_months
    for each statement execute function sealed_months_never_change();
create trigger sealed_counts_never_change before update or delete or truncate on sealed_counts
    for each statement execute function sealed_months_never_change();
create trigger sealed_handling_times_never_change before update or delete or truncate on sealed_handling_times
    for each statement execute function sealed_months_never_change();

-- Figures come with their seal: a row that were added later would change the month.
create function figures_come_with_their_seal() returns trigger language plpgsql as $$
begin
    if not exists (select from sealed_months where month = new.month and xmin = pg_current_xact_id()::xid) then
        raise exception 'the month is sealed' using errcode = 'restrict_violation', constraint = 'sealed_months_never_change';
    end if;
    return new;
end $$;
create trigger sealed_counts_come_with_their_seal before insert on sealed_counts
    for each row execute function figures_come_with_their_seal();
create trigger sealed_handling_times_come_with_their_seal before insert on sealed_handling_times
    for each row execute function figures_come_with_their_seal();

-- 申诉剔除: a department asks that a case be left out of its figures of a month.
create table scorecard_appeals (
    id          bigint generated always as identity primary key,
    case_id     bigint not null references cases,
    department  text not null references departments,
    month       date not null constraint appeal_names_a_month check (extract(day from month) = 1),
    -- Null: out of all of them.
    indicator   text,
    reason      text not null,
    appealed_by bigint not null references accounts,
    appealed_at timestamptz not null,
    decided_by  bigint references accounts,
    decided_at  timestamptz,
    granted     boolean,
    decision    text,
    constraint appealed_once unique nulls not distinct (case_id, department, month, indicator),
    constraint appeal_decided_wholly check (
        (decided_at is null) = (granted is null) and (decided_at is null) = (decided_by is null) and (decided_at is null) = (decision is null)),
    constraint appeal_decided_by_another check (decided_by <> appealed_by)
);
create index scorecard_appeals_granted on scorecard_appeals (month, case_id, department) include (indicator) where granted;
create index scorecard_appeals_by_department on scorecard_appeals (department, id);
create index scorecard_appeals_open on scorecard_appeals (id) where decided_at is null;

-- 抽查回访: closed cases drawn by lot. Who knows the seed draws the same ones: in the order of sha256(seed || ':' || number).
create table callback_samples (
    id              bigint generated always as identity primary key,
    closed_from     date not null,
    closed_to       date not null,
    -- With those below it; null: of all.
    department      text references departments,
    share_millionths integer not null constraint share_above_zero_up_to_all check (share_millionths between 1 and 1000000),
    seed            text not null constraint seed_within_64 check (char_length(seed) between 1 and 64),
    -- How many cases it was drawn from.
    population      integer not null,
    drawn_by        bigint not null references accounts,
    drawn_at        timestamptz not null,
    constraint sample_period_in_order check (closed_from <= closed_to)
);

create table callback_sample_cases (
    sample_id  bigint not null references callback_samples,
    place      integer not null,
    case_id    bigint not null references cases,
    -- As the case was closed when it was drawn.
    department text references departments,
    outcome    text,
    checked_by bigint references accounts,
    checked_at timestamptz,
    contacted  boolean,
    solved     boolean,
    service    text,
    result     text,
    text       text,
    primary key (sample_id, place),
    constraint drawn_once_in_a_sample unique (sample_id, case_id),
    constraint checked_wholly check ((checked_at is null) = (checked_by is null) and (checked_at is null) = (contacted is null)),
    constraint check_ratings_known check (
        service in ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')
        and result in ('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied')),
    constraint only_who_was_reached_is_quoted check (contacted is true or (solved is null and service is null and result is null)),
    constraint who_was_reached_said_whether check (contacted is not true or solved is not null)
);
create index callback_sample_cases_checked on callback_sample_cases (checked_at) where contacted;
create index callback_sample_cases_by_case on callback_sample_cases (case_id);
