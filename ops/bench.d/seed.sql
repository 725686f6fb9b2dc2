-- 100,000 cases of the last 60 days: a third ended, tens of thousands of clocks overdue.
-- Straight into the tables: what is measured is the reading.
\set ON_ERROR_STOP on
begin;

-- The check digit of case numbers, as CaseNumber.swift has it.
create function pg_temp.damm(digits text) returns text language plpgsql as $$
declare
    square constant text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
    check_digit integer := 0;
begin
    for place in 1 .. length(digits) loop
        check_digit := substr(square, check_digit * 10 + substr(digits, place, 1)::integer + 1, 1)::integer;
    end loop;
    return check_digit::text;
end $$;

create temporary table seed on commit drop as
with units as (
    select code, region, row_number() over (order by code) - 1 as place, count(*) over () as units
    from departments where kind = 'authority' and region <> '331100'
), numbered as (
    select n, (n * 7919) % 1000 as chance, now() - make_interval(secs => (n * 104729) % 5184000) as received_at
    from generate_series(1::bigint, 100000) as n
)
select n, 1000000000 + n as id, received_at, u.code as department, u.region,
    (array['consultation', 'help_request', 'complaint', 'complaint', 'complaint', 'report', 'suggestion'])[(n % 7)::int + 1] as kind,
    case when chance < 50 then 'received' when chance < 300 then 'dispatched' when chance < 600 then 'handling'
        when chance < 680 then 'replied' when chance < 700 then 'callback' else 'closed' end as state
from numbered join units u on u.place = n % u.units;

insert into cases (
    id, number, kind, title, body, channel, region, address, filed_as_report, confidential, publish_consent, query_code,
    received_at, registered_at, changed_at, state, department, signed, dispatches, outcome, next_due_at, event_count, clock_count)
select id, to_char(received_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-' || id || '-'
        || pg_temp.damm(to_char(received_at at time zone 'Asia/Shanghai', 'YYMMDD') || id), kind, '小区门口路灯不亮已有多日，请派人来修 ' || n,
    '门前的路灯坏了多日，夜里老人和孩子走路看不清台阶，前天晚上有人在这里摔倒。我们打过物业的电话，物业说不归他们管，请有关部门尽快派人来修。' || n,
    'web', region, null, kind = 'report', false, false, sha256(convert_to(n::text, 'UTF8')), received_at, received_at, received_at, state,
    case when state <> 'received' then department end, state not in ('received', 'dispatched'), 1,
    case when state in ('replied', 'callback', 'closed') then 'solved' end,
    case when state in ('received', 'dispatched', 'handling') then received_at + interval '5 days' end, 0, 4
from seed;

-- dispatch, sign, first contact, handle: met in time, met late or open, as the state and the number say.
insert into clocks (
    case_id, ordinal, stage, rule, department, kind, region, started_at, due_at, provisional, calendar_version, counts_late, ended_at, ended_how,
    marked_at)
-- Late ones are marked already, so that the server does not work through them while it is measured.
select id, ordinal, stage, rule, case when ordinal > 1 then department end, kind, region, received_at, due_at, false, 1, true,
    case when ended_at < now() then ended_at end, case when ended_at < now() then 'met' end,
    case when due_at < least(now(), ended_at) then due_at end
from seed cross join lateral (
    values
        (1, 'dispatch', 'HL-DISPATCH', received_at + interval '2 hours',
            case when state <> 'received' then received_at + interval '1 minute' * (n % 130) end),
        (2, 'sign', 'HL-SIGN', received_at + interval '1 day',
            case when state not in ('received', 'dispatched') then received_at + interval '1 hour' * (n % 26) end),
        (3, 'first_contact', 'HL-CONTACT', received_at + interval '1 day',
            case when state not in ('received', 'dispatched') then received_at + interval '1 hour' * (n % 25) end),
        (4, 'handle', 'HL-COMPLAINT', received_at + interval '7 days',
            case when state in ('replied', 'callback', 'closed') then received_at + interval '1 hour' * (n % 175) end)
) as clock (ordinal, stage, rule, due_at, ended_at)
where ordinal = 1 or state <> 'received';

commit;
vacuum analyze cases, clocks;

select count(*) || ' cases, ' || (select count(*) from clocks) || ' clocks, '
    || (select count(*) from clocks where ended_at is null and counts_late and due_at < now()) || ' overdue, '
    || (select count(*) from clocks where ended_at > due_at and counts_late) || ' met late'
from cases;
