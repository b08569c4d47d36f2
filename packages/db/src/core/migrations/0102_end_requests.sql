-- A customer asks a partner to end their relationship (R-063, U-09). The partner answers, the operator mediates after the
-- deadline, and nothing here ends anything.
create table end_request (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  reason text not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  deadline timestamptz not null,
  status text not null check (status in ('open', 'explained', 'agreed', 'withdrawn', 'settled', 'ended')),
  -- The partner's words.
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  -- What the mediation came to, and what both are told.
  outcome text check (outcome in ('partner_ends', 'continues', 'not_agreed')),
  told text,
  settled_by uuid,
  settled_at timestamptz,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint end_request_asker foreign key (customer_id, asked_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint end_request_answerer foreign key (partner_id, answered_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint end_request_is_settled check ((status = 'settled') = (outcome is not null)
    and num_nonnulls(outcome, told, settled_by, settled_at) in (0, 4)),
  constraint end_request_is_answered check (num_nonnulls(answer, answered_by, answered_at) in (0, 3)
    and (status not in ('explained', 'agreed') or answered_at is not null))
);
create unique index end_request_one_live on end_request (relationship_id) where status in ('open', 'explained', 'agreed');
create index end_request_of_relationship on end_request (relationship_id, id);
create index end_request_of_customer on end_request (customer_id, asked_by);
create index end_request_live_of_partner on end_request (partner_id, deadline) where status in ('open', 'explained', 'agreed');
create index end_request_answered_by on end_request (partner_id, answered_by) where answered_by is not null;
create index end_request_due on end_request (deadline) where status in ('open', 'explained', 'agreed');
alter table end_request enable row level security, force row level security;

grant select (id, relationship_id, customer_id, partner_id, reason, asked_by, asked_at, deadline, status, answer,
    answered_at, outcome, told, settled_at),
  insert (id, relationship_id, customer_id, partner_id, reason, asked_by, asked_at, deadline, status), update (status)
  on end_request to entente_customer;
create policy customer_reads on end_request for select to entente_customer using (customer_id = (select current_tenant()));
create policy customer_asks on end_request for insert to entente_customer
  with check (customer_id = (select current_tenant()) and asked_by = (select current_account()) and status = 'open');
create policy customer_withdraws on end_request for update to entente_customer
  using (customer_id = (select current_tenant()) and status in ('open', 'explained', 'agreed'))
  with check (customer_id = (select current_tenant()) and status in ('withdrawn', 'ended'));
-- Who asked is the customer's to know.
grant select (id, relationship_id, customer_id, partner_id, reason, asked_at, deadline, status, answer, answered_at,
    outcome, told, settled_at), update (status, answer, answered_by, answered_at) on end_request to entente_partner;
create policy partner_reads on end_request for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_answers on end_request for update to entente_partner
  using (partner_id = (select current_tenant()) and status in ('open', 'explained'))
  with check (partner_id = (select current_tenant()) and status in ('explained', 'agreed')
    and answered_by = (select current_account()));
grant select, update (status, outcome, told, settled_by, settled_at) on end_request to entente_operator;
create policy operator_reads on end_request for select to entente_operator using (true);
create policy operator_settles on end_request for update to entente_operator
  using (status in ('open', 'explained', 'agreed')) with check (status = 'settled' and settled_by = (select current_account()));
grant select (id, reason, answer, told), update (reason, answer, told) on end_request to entente_keeper;
create policy keeper_all on end_request to entente_keeper using (true) with check (true);

-- Whether the relationship goes on, of those about which a customer asked.
grant select (id, status, since) on relationship to entente_operator;
create policy operator_reads_asked on relationship for select to entente_operator
  using (id in (select relationship_id from end_request));

-- What the operator notes while it mediates, for operators only.
create table end_request_note (
  id uuid primary key,
  end_request_id uuid not null references end_request (id),
  text text not null,
  written_by uuid not null,
  written_at timestamptz not null
);
create index end_request_note_of_request on end_request_note (end_request_id, id);
alter table end_request_note enable row level security, force row level security;
grant select, insert on end_request_note to entente_operator;
create policy operator_reads on end_request_note for select to entente_operator using (true);
create policy operator_writes on end_request_note for insert to entente_operator
  with check (written_by = (select current_account()));
grant select (id, text), update (text) on end_request_note to entente_keeper;
create policy keeper_all on end_request_note to entente_keeper using (true) with check (true);

-- The partner's answer stands in the customer's chain, too.
create policy partner_records_answer on audit_record for insert to entente_partner
  with check (action in ('end_request.agreed', 'end_request.explained') and organisation_id in
    (select customer_id from end_request where partner_id = (select current_tenant())));

insert into job_scope (role, job) values
  ('entente_customer', 'end-request.changed'),
  ('entente_partner', 'end-request.changed'),
  ('entente_operator', 'end-request.changed'),
  ('entente_customer', 'mail.end-request'),
  ('entente_partner', 'mail.end-request');
