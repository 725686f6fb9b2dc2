-- 100,000 cases of the last 60 days: a third ended, tens of thousands of clocks overdue; with them what the other reports read:
-- cases sent on, repeats, returns, requests for time, orders.
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
    (select array_agg(code order by code) from categories)[(n % (select count(*) from categories))::int + 1] as category,
    (array['consultation', 'help_request', 'complaint', 'complaint', 'complaint', 'report', 'suggestion'])[(n % 7)::int + 1] as kind,
    case when chance < 50 then 'received' when chance < 300 then 'dispatched' when chance < 600 then 'handling'
        when chance < 680 then 'replied' when chance < 700 then 'callback' else 'closed' end as state
from numbered join units u on u.place = n % u.units;

insert into cases (
    id, number, kind, title, body, channel, category, region, address, filed_as_report, confidential, publish_consent, query_code,
    received_at, registered_at, changed_at, state, department, signed, dispatches, outcome, next_due_at, event_count, clock_count, ended_at)
select id, to_char(received_at at time zone 'Asia/Shanghai', 'YYMMDD') || '-' || id || '-'
        || pg_temp.damm(to_char(received_at at time zone 'Asia/Shanghai', 'YYMMDD') || id), kind, '小区门口路灯不亮已有多日，请派人来修 ' || n,
    '门前的路灯坏了多日，夜里老人和孩子走路看不清台阶，前天晚上有人在这里摔倒。我们打过物业的电话，物业说不归他们管，请有关部门尽快派人来修。' || n,
    'web', category, region, null, kind = 'report', false, false, sha256(convert_to(n::text, 'UTF8')), received_at, received_at, received_at, state,
    case when state <> 'received' then department end, state not in ('received', 'dispatched'), case when state = 'received' then 0 when n % 20 = 3 then 2 + n % 3 else 1 end,
    case when state in ('replied', 'callback', 'closed') then 'solved' end,
    case when state in ('received', 'dispatched', 'handling') then received_at + interval '5 days' end, 0, 4,
    case when state = 'closed' then received_at + interval '3 days' end
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

-- Every twentieth of the closed joined one of 2,000 cases as a repeat.
update cases c set state = 'merged', outcome = 'merged', parent = 1000000000 + 20 + 40 * (s.n % 2000)
from seed s where s.id = c.id and s.state = 'closed' and s.n % 20 = 1;

insert into routings (case_id, ordinal, decided_at, source, department, explanation)
select c.id, way, c.received_at + way * interval '1 day', case way when 1 then 'map' else 'ruling' end,
    case when way = c.dispatches then c.department else (array['331102-construction', '331102-urban-management'])[1 + way % 2] end, '{}'
from cases c cross join generate_series(1, 4) way where way <= c.dispatches and c.id > 1000000000;

insert into return_requests (
    case_id, department, requested_by, requested_at, reason, legal_basis, proposed, ruled_by, ruled_at, upheld, ruling)
select c.id, c.department, a.id, c.received_at + interval '3 hours', '不属我局职责', '三定方案', '331100-gov',
    case when s.n / 100 % 3 > 0 then a.id end, case when s.n / 100 % 3 > 0 then c.received_at + interval '9 hours' end,
    case when s.n / 100 % 3 > 0 then s.n / 100 % 3 = 1 end, case when s.n / 100 % 3 > 0 then '已核' end
from cases c join seed s on s.id = c.id, (select min(id) as id from accounts) a
where s.n % 15 = 2 and c.department <> '331100-gov';

insert into time_requests (
    case_id, ordinal, kind, department, requested_by, requested_at, reason, ground, measures, until, decided_by, decided_at, granted, decision)
select c.id, 1, t.kind, c.department, a.id, c.received_at + interval '2 days', '需要鉴定', case t.kind when 'suspension' then 'third_party' end,
    case t.kind when 'parking' then '每周巡查' end, case when t.kind <> 'complexity' then current_date + 20 end,
    case when s.n / 100 % 3 > 0 then a.other end, case when s.n / 100 % 3 > 0 then c.received_at + interval '50 hours' end,
    case when s.n / 100 % 3 > 0 then s.n / 100 % 3 = 1 end, case when s.n / 100 % 3 > 0 then '同意' end
from cases c join seed s on s.id = c.id, (select min(id) as id, max(id) as other from accounts) a,
    lateral (select (array['extension', 'suspension', 'complexity', 'parking'])[1 + s.n % 4] as kind) t
where s.n % 13 = 5 and c.department is not null;

insert into supervision_orders (id, level, department, issued_by, issued_at, changed_at, demand, due_at, state, decided_at)
select s.n, (array['order', 'key_order', 'listed_order', 'interview'])[1 + s.n % 4], s.department, a.id, s.received_at, s.received_at, '限期办结',
    s.received_at + interval '30 days', case when s.n % 4 = 0 then 'issued' else 'accepted' end,
    case when s.n % 4 > 0 then s.received_at + interval '2 days' end
from seed s, (select min(id) as id from accounts) a where s.n % 25 < 4;
insert into supervision_order_cases (order_id, case_id) select n, id from seed where n % 25 < 4;

commit;
vacuum analyze cases, clocks, routings, return_requests, time_requests, supervision_orders, supervision_order_cases;

select count(*) || ' cases, ' || (select count(*) from clocks) || ' clocks, '
    || (select count(*) from clocks where ended_at is null and counts_late and due_at < now()) || ' overdue, '
    || (select count(*) from clocks where ended_at > due_at and counts_late) || ' met late'
from cases;
