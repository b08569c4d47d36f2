-- What a provisioner carries out at the cloud (docs/provisioning.md). A row's id is the idempotency key towards it.
create table provisioning (
  id uuid primary key,
  partner_id uuid not null,
  customer_id uuid not null,
  relationship_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  -- What it is about: of one subject, one after the other is carried out, in the order of their ids.
  subject uuid not null,
  payload jsonb not null,
  -- The part of the payload that is secret, until the provisioner has it. The key sealed it for this id.
  kid text,
  sealed bytea,
  state text not null default 'pending' check (state in ('pending', 'success', 'failed')),
  -- The provisioner took it and has not ended it.
  accepted_at timestamptz,
  external_id text,
  refusal text,
  -- Why the last answer could not be understood.
  fault text,
  attempts integer not null default 0,
  requested_at timestamptz not null,
  -- When the provisioner was asked last, and when it is asked again.
  asked_at timestamptz,
  next_at timestamptz,
  ended_at timestamptz,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint provisioning_is_ended check ((state = 'pending') = (ended_at is null) and (state = 'failed') = (refusal is not null)
    and (state <> 'success' or external_id is not null)),
  constraint provisioning_forgets_secrets check ((kid is null) = (sealed is null) and (state = 'pending' or sealed is null))
);
create index provisioning_pending_of_subject on provisioning (subject, id) where state = 'pending';
create index provisioning_pending on provisioning (requested_at, id) where state = 'pending';
create index provisioning_of_relationship on provisioning (relationship_id, partner_id);
create index provisioning_of_customer on provisioning (relationship_id, customer_id);
create index provisioning_ended on provisioning (ended_at) where ended_at is not null;
alter table provisioning enable row level security, force row level security;

-- Both sides order; the outcome is applied in the scope that holds what it is about.
grant select, insert (id, partner_id, customer_id, relationship_id, kind, subject, payload, kid, sealed, requested_at),
  update (state, accepted_at, external_id, refusal, fault, attempts, asked_at, next_at, ended_at, kid, sealed)
  on provisioning to entente_partner, entente_customer;
create policy partner_reads on provisioning for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_orders on provisioning for insert to entente_partner
  with check (partner_id = (select current_tenant()) and state = 'pending');
create policy partner_goes_on on provisioning for update to entente_partner
  using (partner_id = (select current_tenant()) and state = 'pending') with check (partner_id = (select current_tenant()));
create policy customer_reads on provisioning for select to entente_customer using (customer_id = (select current_tenant()));
create policy customer_orders on provisioning for insert to entente_customer
  with check (customer_id = (select current_tenant()) and state = 'pending');
create policy customer_goes_on on provisioning for update to entente_customer
  using (customer_id = (select current_tenant()) and state = 'pending') with check (customer_id = (select current_tenant()));

-- Operators see what hangs, not what it says, and have it asked again.
grant select (id, partner_id, customer_id, kind, state, fault, attempts, requested_at, asked_at, next_at),
  update (next_at) on provisioning to entente_operator;
create policy operator_reads on provisioning for select to entente_operator using (state = 'pending');
create policy operator_retries on provisioning for update to entente_operator
  using (state = 'pending') with check (state = 'pending');
grant select (id, payload, ended_at), update (payload), delete on provisioning to entente_keeper;
create policy keeper_all on provisioning to entente_keeper using (true) with check (true);

insert into job_scope (role, job) values
  ('entente_partner', 'customer.provision'),
  ('entente_customer', 'customer.provision'),
  ('entente_operator', 'customer.provision');
