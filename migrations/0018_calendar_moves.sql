-- A change of a year whose notice was known already concerns due instants that nobody counted provisionally. A server that had
-- not heard of it may still write such ones for a moment: they are looked for again from this day on.

alter table list_version add column calendar_moves_from date;
