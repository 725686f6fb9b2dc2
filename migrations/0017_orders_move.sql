-- An order that comes late to another department may bring that one its own red card.
drop index one_red_card_for_an_order;
create unique index one_red_card_for_an_order on cards (order_id, department) where order_id is not null;

-- `lapsed`: none of its cases is left in it.
alter table supervision_orders drop constraint order_state_known, add constraint order_state_known check (
    state in ('issued', 'acknowledged', 'replied', 'accepted', 'rejected', 'unmet', 'lapsed'));
alter table supervision_orders drop constraint decided_when_ended, add constraint decided_when_ended check (
    (state in ('accepted', 'rejected', 'unmet', 'lapsed')) = (decided_at is not null));
