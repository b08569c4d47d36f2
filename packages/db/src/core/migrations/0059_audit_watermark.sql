-- Which transaction wrote a record: the sealer reads what committed since its last round, not an hour of records again
-- (docs/decisions/025-watermark-of-the-sealer.md). Null in the rows of before. The default is set apart from the column: together
-- they would give every old row the id of this migration.
alter table audit_record add column transaction_id xid8;
alter table audit_record alter column transaction_id set default pg_current_xact_id();
create index audit_record_transaction on audit_record (transaction_id) where transaction_id is not null;

-- Only the default fills it: a record that claims an old transaction would never be sealed. No tenant reads it, since two
-- numbers tell how busy the others were in between.
revoke insert on audit_record from entente_partner, entente_customer, entente_auth, entente_operator, entente_keeper;
grant insert (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, payload_digest, occurred_at)
  on audit_record to entente_partner, entente_customer, entente_auth, entente_operator, entente_keeper;
revoke select on audit_record from entente_partner, entente_customer;
grant select (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, payload_digest, occurred_at)
  on audit_record to entente_partner, entente_customer;

-- How far the sealer is. All records of transactions before `next_transaction` have their seals, except those of
-- `open_transactions`, which had not committed yet. `walked` is null, or the sealer still walks the older records by id and is
-- there. Transaction ids mean something in one cluster only, which `cluster` names; null before the first round.
create table audit_watermark (
  singleton boolean primary key default true check (singleton),
  cluster bigint,
  next_transaction xid8 not null,
  open_transactions xid8[] not null,
  walked uuid
);
insert into audit_watermark (next_transaction, open_transactions) values ('0', '{}');
alter table audit_watermark enable row level security, force row level security;
grant select, update (cluster, next_transaction, open_transactions, walked) on audit_watermark to entente_sealer;
create policy sealer_all on audit_watermark to entente_sealer using (true) with check (true);
