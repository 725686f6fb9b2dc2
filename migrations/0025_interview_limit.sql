-- An order has a level more than before: a line that has a limit for listed orders answers an interview within the same,
-- until its lists say otherwise.
alter table time_limits disable trigger time_limits_changed;
insert into time_limits
select 'SO-INTERVIEW', regime, 'interview', stage, start_event, amount, unit, extension_amount, extension_unit, extension_times,
    extension_approver, pause, on_silence, basis, 'proposal', effective_from, effective_to
from time_limits l
where id = 'SO-LISTED' and not exists (select from time_limits i where i.regime = l.regime and i.matter = 'interview');
alter table time_limits enable trigger time_limits_changed;
