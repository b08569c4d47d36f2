-- The outbox is divided by weeks (0197), of which what it holds today becomes the first part, up to a moment that no row reaches
-- while the previous release runs. The weeks of a new database, in which nobody
-- works yet, begin with this one.
do $$
begin
  execute format('alter table outbox add constraint outbox_before_weeks check (created_at < %L) not valid',
    date_trunc('week', now(), 'UTC')
      + case when pg_relation_size('organisation') = 0 then interval '0 hours' else interval '336 hours' end);
end
$$;
