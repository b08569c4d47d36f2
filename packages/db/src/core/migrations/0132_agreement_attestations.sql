-- A partner states that its customer agreed to the customer agreement, before the first order where the customer did not sign
-- here itself (§4.13). A later signature keeps this row.
create table agreement_attestation (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  agreement text not null,
  version text not null,
  -- The person of the customer who agreed, who gets a mail in this language.
  first_name text not null,
  last_name text not null,
  email text not null,
  language text not null,
  agreed_on date not null,
  attested_by uuid not null,
  attested_at timestamptz not null,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint agreement_attestation_attester foreign key (partner_id, attested_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  -- Of two colleagues who attest at once, one does.
  constraint agreement_attestation_once unique (relationship_id)
);
create index agreement_attestation_of_customer on agreement_attestation (customer_id, partner_id);
create index agreement_attestation_attested_by on agreement_attestation (partner_id, attested_by);
create index agreement_attestation_due on agreement_attestation (attested_at) where first_name <> 'Erased person';
alter table agreement_attestation enable row level security, force row level security;

grant select, insert on agreement_attestation to entente_partner;
create policy partner_reads on agreement_attestation for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_attests on agreement_attestation for insert to entente_partner
  with check (partner_id = (select current_tenant()) and attested_by = (select current_account())
    and exists (select from organisation own where own.id = (select current_tenant()) and own.partner_kind <> 'indirect_reseller')
    and exists (select from relationship r where r.id = relationship_id and r.status = 'active'));
grant select (id, first_name, last_name, email, attested_at), update (first_name, last_name, email)
  on agreement_attestation to entente_keeper;
create policy keeper_all on agreement_attestation to entente_keeper using (true) with check (true);

-- The attestation stands in the customer's chain, too.
create policy partner_records_attestation on audit_record for insert to entente_partner
  with check (action = 'agreement.attested' and organisation_id in
    (select customer_id from agreement_attestation where partner_id = (select current_tenant())));

-- Whether a seller knows that the customer agreed. A reseller asks it of its provider for a customer that both share, and learns
-- nothing but the answer.
grant select (customer_id, partner_id, provider_id) on acceptance to entente_sharing;
grant select (customer_id, partner_id) on agreement_attestation to entente_sharing;
create policy shared_ones on acceptance for select to entente_sharing using (true);
create policy shared_ones on agreement_attestation for select to entente_sharing using (true);
create function customer_agreement_state(seller uuid, customer uuid) returns text language sql stable security definer
  set search_path = ''
begin atomic
  select case
    when customer_agreement_state.seller <> public.current_tenant() and customer_agreement_state.customer <> public.current_tenant()
      and customer_agreement_state.customer not in (select public.shared_customers(customer_agreement_state.seller)) then 'none'
    when exists (select from public.acceptance a where a.customer_id = customer_agreement_state.customer
      and customer_agreement_state.seller in (a.partner_id, a.provider_id)) then 'signed'
    when exists (select from public.agreement_attestation a where a.customer_id = customer_agreement_state.customer
      and a.partner_id = customer_agreement_state.seller) then 'attested'
    else 'none' end;
end;
alter function customer_agreement_state owner to entente_sharing;
revoke all on function customer_agreement_state from public;
grant execute on function customer_agreement_state to entente_partner, entente_customer;

insert into job_scope (role, job) values ('entente_partner', 'mail.agreement-attested');
