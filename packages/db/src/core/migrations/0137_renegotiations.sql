-- Partner and customer state that they renegotiated their agreement (R-036): one side states it, the other attests it. It
-- changes neither relationship nor privileges.
create table renegotiation (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  text text not null,
  stated_by text not null check (stated_by in ('partner', 'customer')),
  stated_at timestamptz not null,
  status text not null check (status in ('stated', 'attested', 'declined', 'withdrawn')),
  answered_at timestamptz,
  -- Who stated or answered it for each side, which is for that side alone to know.
  partner_person uuid,
  customer_person uuid,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint renegotiation_partner_person foreign key (partner_id, partner_person)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint renegotiation_customer_person foreign key (customer_id, customer_person)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint renegotiation_is_stated
    check (case stated_by when 'partner' then partner_person else customer_person end is not null),
  constraint renegotiation_is_answered check ((answered_at is null) = (status = 'stated')
    and (status <> 'attested' or num_nonnulls(partner_person, customer_person) = 2))
);
create unique index renegotiation_one_open on renegotiation (relationship_id) where status = 'stated';
create index renegotiation_of_relationship on renegotiation (relationship_id, id);
create index renegotiation_of_customer on renegotiation (customer_id, customer_person);
create index renegotiation_of_partner on renegotiation (partner_id, partner_person);
alter table renegotiation enable row level security, force row level security;

grant select (id, relationship_id, customer_id, partner_id, text, stated_by, stated_at, status, answered_at),
  insert (id, relationship_id, customer_id, partner_id, text, stated_by, stated_at, status),
  update (status, answered_at) on renegotiation to entente_partner, entente_customer;
grant insert (partner_person), update (partner_person) on renegotiation to entente_partner;
grant insert (customer_person), update (customer_person) on renegotiation to entente_customer;
create policy partner_reads on renegotiation for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_states on renegotiation for insert to entente_partner
  with check (partner_id = (select current_tenant()) and stated_by = 'partner'
    and partner_person = (select current_account()) and status = 'stated');
create policy partner_answers on renegotiation for update to entente_partner
  using (partner_id = (select current_tenant()) and status = 'stated')
  with check (partner_id = (select current_tenant()) and case stated_by when 'partner' then status = 'withdrawn'
    else status in ('attested', 'declined') and partner_person = (select current_account()) end);
create policy customer_reads on renegotiation for select to entente_customer
  using (customer_id = (select current_tenant()));
create policy customer_states on renegotiation for insert to entente_customer
  with check (customer_id = (select current_tenant()) and stated_by = 'customer'
    and customer_person = (select current_account()) and status = 'stated');
create policy customer_answers on renegotiation for update to entente_customer
  using (customer_id = (select current_tenant()) and status = 'stated')
  with check (customer_id = (select current_tenant()) and case stated_by when 'customer' then status = 'withdrawn'
    else status in ('attested', 'declined') and customer_person = (select current_account()) end);
grant select (id, text), update (text) on renegotiation to entente_keeper;
create policy keeper_all on renegotiation to entente_keeper using (true) with check (true);

-- What the partner does stands in the customer's chain, too.
create policy partner_records_renegotiation on audit_record for insert to entente_partner
  with check (action in ('renegotiation.stated', 'renegotiation.attested', 'renegotiation.declined', 'renegotiation.withdrawn')
    and organisation_id in (select customer_id from renegotiation where partner_id = (select current_tenant())));

-- The timeline reads these from the chains of both, under the id of the request that wrote both records.
create index audit_record_agreements on audit_record (organisation_id, (payload ->> 'relationshipId'), occurred_at)
  where action in ('admin_grant.removed_by_operator', 'end_request.asked', 'end_request.withdrawn', 'end_request.agreed', 'end_request.explained',
    'end_request.settled', 'renegotiation.stated', 'renegotiation.attested', 'renegotiation.declined',
    'renegotiation.withdrawn');
