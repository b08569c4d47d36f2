-- What every mutation writes beside its own rows.
create table idempotency (
  actor text not null,
  procedure text not null,
  key uuid not null,
  input_hash bytea not null,
  result jsonb,
  created_at timestamptz not null,
  primary key (actor, procedure, key)
);

-- Append-only. organisation_id names the tenant whose record it is; the nil UUID is the instance's own.
create table audit_record (
  id uuid primary key,
  organisation_id uuid not null,
  request_id uuid not null,
  actor_id uuid,
  actor_roles text[] not null,
  action text not null,
  payload jsonb not null,
  payload_digest bytea not null,
  occurred_at timestamptz not null
);
create index audit_record_of_tenant on audit_record (organisation_id, id desc);

create table audit_seal (
  organisation_id uuid not null,
  position bigint not null,
  audit_id uuid not null unique references audit_record (id),
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (organisation_id, position)
);

create table outbox (
  id uuid primary key,
  name text not null,
  data jsonb not null,
  created_at timestamptz not null,
  relayed_at timestamptz
);
create index outbox_waiting on outbox (id) where relayed_at is null;

create table mail_delivery (
  id uuid primary key,
  kind text not null,
  message_id text not null unique,
  sender text not null,
  reply_to text,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  status text not null check (status in ('rendered', 'sent', 'failed')),
  attempts integer not null default 0,
  rendered_at timestamptz not null,
  sent_at timestamptz,
  failure text,
  constraint mail_delivery_sent_has_time check ((status = 'sent') = (sent_at is not null))
);

alter table idempotency enable row level security, force row level security;
alter table audit_record enable row level security, force row level security;
alter table audit_seal enable row level security, force row level security;
alter table outbox enable row level security, force row level security;
alter table mail_delivery enable row level security, force row level security;

grant select, insert, update on idempotency to entente_partner, entente_customer, entente_auth;
create policy actor_all on idempotency to entente_partner, entente_customer, entente_auth
  using (actor = (select current_actor())) with check (actor = (select current_actor()));

grant insert, select on audit_record to entente_partner, entente_customer;
grant insert on audit_record to entente_auth, entente_operator;
create policy tenant_reads on audit_record for select to entente_partner, entente_customer
  using (organisation_id = (select current_tenant()));
create policy partner_writes on audit_record for insert to entente_partner
  with check (organisation_id = (select current_tenant()));
-- A customer's act is also recorded for the partner that it concerns, with what that partner may know.
create policy customer_writes on audit_record for insert to entente_customer
  with check (organisation_id = (select current_tenant())
    or organisation_id in (select partner_id from relationship where customer_id = (select current_tenant())));
create policy auth_writes on audit_record for insert to entente_auth, entente_operator with check (true);
grant select on audit_record to entente_sealer, entente_operator;
create policy all_read on audit_record for select to entente_sealer, entente_operator using (true);
grant select, insert on audit_seal to entente_sealer;
grant select on audit_seal to entente_operator;
create policy sealer_all on audit_seal to entente_sealer using (true) with check (true);
create policy operator_reads on audit_seal for select to entente_operator using (true);

grant insert on outbox to entente_partner, entente_customer, entente_auth, entente_operator;
create policy scopes_write on outbox for insert to entente_partner, entente_customer, entente_auth, entente_operator
  with check (relayed_at is null);
grant select, update (relayed_at) on outbox to entente_relay;
create policy relay_all on outbox to entente_relay using (true) with check (true);
grant select, insert, update on mail_delivery to entente_relay;
create policy relay_all on mail_delivery to entente_relay using (true) with check (true);
