-- When a holiday notice comes, the clocks that were counted without it are found here.
create index clocks_provisional on clocks (case_id) where provisional and ended_at is null;
