-- 约谈督办: the rung of the ladder between a listed order and a recommendation for accountability.
alter table supervision_orders drop constraint level_known,
    add constraint level_known check (level in ('order', 'key_order', 'listed_order', 'interview'));
alter table order_triggers drop constraint trigger_level_known,
    add constraint trigger_level_known check (level in ('order', 'key_order', 'listed_order', 'interview', 'next'));
drop index supervision_orders_open;
create index supervision_orders_open
    on supervision_orders (array_position(array['interview', 'listed_order', 'key_order', 'order'], level), due_at, id) where decided_at is null;
