-- The lists that every decision rests on: who is responsible for what, where and when,
-- which limits run, and which days count. They are data with validity dates, so that a
-- rule can change without a release and yesterday's decision can still be explained.

create extension if not exists btree_gist;

create table regions (
    code    text primary key,
    name    text not null,
    level   text not null constraint region_level_known check (level in ('city', 'county', 'township')),
    kind    text not null,
    parent  text references regions deferrable initially deferred,
    aliases text[] not null default '{}',
    -- The city stands alone at the top; everything else lies in something.
    constraint region_has_parent check ((level = 'city') = (parent is null))
);

create table categories (
    code  text primary key constraint category_code_has_2_4_or_6_digits check (code ~ '^([0-9]{2}){1,3}$'),
    name  text not null,
    scope text
);

create table departments (
    code       text primary key,
    name       text not null unique,
    short_name text not null,
    kind       text not null,
    authority  text,
    region     text not null references regions deferrable initially deferred,
    parent     text references departments deferrable initially deferred,
    attested   boolean not null,
    aliases    text[] not null default '{}',
    -- A department cannot supervise itself.
    constraint department_is_not_its_own_parent check (parent is distinct from code)
);

-- "The police of that county" must name at most one department.
create unique index one_authority_per_region on departments (authority, region) where authority is not null and authority <> 'territory';
create index departments_by_parent on departments (parent);

-- The kinds of a responsibility as a set that a GiST index can compare: all six when none is named.
create function kind_set(kinds text[]) returns int4multirange
    language sql immutable strict parallel safe
    return case when kinds = '{}' then '{[0,6)}'::int4multirange else (
        select range_agg(int4range(n, n + 1))
        from unnest(kinds) as k(kind),
             lateral (select array_position(array['consultation', 'help_request', 'complaint', 'report', 'suggestion', 'commendation'], k.kind) - 1) as p(n)
    ) end;

create table responsibilities (
    id              bigint generated always as identity primary key,
    category        text not null references categories deferrable initially deferred,
    kinds           text[] not null default '{}',
    region          text not null references regions deferrable initially deferred,
    department      text references departments deferrable initially deferred,
    authority       text,
    authority_level text,
    supporting      text[] not null default '{}',
    power           text,
    legal_basis     text,
    valid_from      date not null,
    valid_to        date,
    constraint kinds_known check (kinds <@ array['consultation', 'help_request', 'complaint', 'report', 'suggestion', 'commendation']),
    constraint authority_level_known check (authority_level in ('city', 'county', 'township')),
    -- Either a department is named outright, or an authority at a level.
    constraint one_way_to_the_department check ((department is null) = (authority is not null and authority_level is not null)),
    constraint valid_in_order check (valid_to is null or valid_to >= valid_from),
    -- Two entries of equal rank may not both answer on one day: the map would have to guess.
    constraint equal_entries_do_not_overlap exclude using gist (
        category with =,
        region with =,
        (case when kinds = '{}' then 0 else 1 end) with =,
        kind_set(kinds) with &&,
        daterange(valid_from, valid_to, '[]') with &&
    )
);

create table keywords (
    category text not null references categories deferrable initially deferred,
    keyword  text not null constraint keyword_not_blank check (btrim(keyword) <> ''),
    weight   integer not null constraint weight_from_1_to_10 check (weight between 1 and 10),
    primary key (category, keyword)
);

create table time_limits (
    id                 text primary key,
    regime             text not null,
    matter             text not null,
    stage              text not null,
    start_event        text not null,
    amount             integer not null constraint amount_positive check (amount > 0),
    unit               text not null constraint unit_known check (unit in ('working_day', 'calendar_day', 'working_hour', 'clock_hour')),
    extension_amount   integer,
    extension_unit     text,
    extension_times    integer,
    extension_approver text,
    pause              text,
    on_silence         text not null,
    basis              text not null,
    status             text not null,
    effective_from     date not null,
    effective_to       date,
    constraint effective_in_order check (effective_to is null or effective_to >= effective_from)
);

-- Days on which the published holiday notices depart from Monday to Friday.
create table calendar_exceptions (
    day    date primary key,
    status text not null constraint day_status_known check (status in ('off', 'work')),
    name   text not null
);

-- What the law gives without a notice: the basis of provisional due dates.
create table statutory_holidays (
    day  date primary key,
    name text not null
);

create table office_hours (
    valid_from date not null,
    valid_to   date,
    opens      text not null constraint opens_is_hh_mm check (opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    closes     text not null constraint closes_is_hh_mm check (closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    constraint opens_before_closing check (opens < closes),
    primary key (valid_from, opens)
);

create table settings (
    key        text not null,
    value      text not null,
    unit       text,
    valid_from date not null,
    valid_to   date,
    basis      text,
    primary key (key, valid_from)
);

-- One number that grows with every change of a list. Each process holds the lists in memory as
-- one snapshot and reads them anew when it hears of a higher number.
create table list_version (
    only_row boolean primary key default true constraint one_row check (only_row),
    version  bigint not null
);
insert into list_version (version) values (1);

create function lists_changed() returns trigger language plpgsql as $$
begin
    update list_version set version = version + 1;
    perform pg_notify('hotline_lists', '');
    return null;
end $$;

create trigger regions_changed after insert or update or delete or truncate on regions for each statement execute function lists_changed();
create trigger categories_changed after insert or update or delete or truncate on categories for each statement execute function lists_changed();
create trigger departments_changed after insert or update or delete or truncate on departments for each statement execute function lists_changed();
create trigger responsibilities_changed after insert or update or delete or truncate on responsibilities for each statement execute function lists_changed();
create trigger keywords_changed after insert or update or delete or truncate on keywords for each statement execute function lists_changed();
create trigger time_limits_changed after insert or update or delete or truncate on time_limits for each statement execute function lists_changed();
create trigger calendar_exceptions_changed after insert or update or delete or truncate on calendar_exceptions for each statement execute function lists_changed();
create trigger statutory_holidays_changed after insert or update or delete or truncate on statutory_holidays for each statement execute function lists_changed();
create trigger office_hours_changed after insert or update or delete or truncate on office_hours for each statement execute function lists_changed();
create trigger settings_changed after insert or update or delete or truncate on settings for each statement execute function lists_changed();
