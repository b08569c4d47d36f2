-- The customers that may buy self-service offers themselves, at their seller's cost (R-172). Without a row it is off.
create table purchase_permission (
  relationship_id uuid primary key,
  customer_id uuid not null,
  partner_id uuid not null,
  is_on boolean not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint purchase_permission_changer foreign key (partner_id, changed_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index purchase_permission_at_customer on purchase_permission (customer_id, partner_id);
create index purchase_permission_changed_by on purchase_permission (partner_id, changed_by);
alter table purchase_permission enable row level security, force row level security;
grant select, insert, update (is_on, changed_by, changed_at) on purchase_permission to entente_partner;
create policy partner_reads on purchase_permission for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_permits on purchase_permission for insert to entente_partner
  with check (partner_id = (select current_tenant()) and changed_by = (select current_account())
    and exists (select from organisation own where own.id = (select current_tenant()) and own.partner_kind <> 'indirect_reseller')
    and exists (select from relationship r where r.id = relationship_id and r.status = 'active'));
create policy partner_changes on purchase_permission for update to entente_partner
  using (partner_id = (select current_tenant()))
  with check (partner_id = (select current_tenant()) and changed_by = (select current_account())
    and exists (select from relationship r where r.id = relationship_id and r.status = 'active'));
grant select (relationship_id, customer_id, partner_id, is_on) on purchase_permission to entente_customer;
create policy customer_reads on purchase_permission for select to entente_customer
  using (customer_id = (select current_tenant()));

-- It stands in the customer's chain, too.
create policy partner_records_permission on audit_record for insert to entente_partner
  with check (action in ('customer_purchases.allowed', 'customer_purchases.forbidden') and organisation_id in
    (select customer_id from purchase_permission where partner_id = (select current_tenant())));
