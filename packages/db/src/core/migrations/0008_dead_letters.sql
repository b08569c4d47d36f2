-- Jobs that failed for good wait with their outbox row until an operator looks at them.
alter table outbox
  add failed_at timestamptz,
  add failure text,
  add retried_at timestamptz,
  add retried_by uuid references auth.account (id),
  -- The traceparent of the request that recorded the job (W3C Trace Context).
  add trace text;
create index outbox_failed on outbox (failed_at, id) where failed_at is not null;
grant update (failed_at, failure) on outbox to entente_relay;

-- What each worker process says of itself every few seconds: that it lives, and how full the queues are.
create table worker_pulse (
  worker uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  facts jsonb not null
);
alter table worker_pulse enable row level security, force row level security;
grant select, insert, update, delete on worker_pulse to entente_relay;
create policy relay_all on worker_pulse to entente_relay using (true) with check (true);
