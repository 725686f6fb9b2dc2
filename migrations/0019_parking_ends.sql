-- A yellow card for a matter that is on the list of what cannot be solved yet waits until it is taken off the list, as the red
-- one does. What waits is looked at each day, since a parking may end before the day that was granted.
alter table occasions drop constraint occasion_effect_known,
    add constraint occasion_effect_known check (effect in ('event', 'order', 'yellow_card', 'red_card'));
update occasions o set at = least(o.at, now()) from cases c
    where c.id = o.case_id and o.done_at is null and o.at = (c.parked_until + 1)::timestamp at time zone interval '8 hours';
