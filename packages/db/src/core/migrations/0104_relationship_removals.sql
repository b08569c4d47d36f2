-- A partner removes its relationship with a customer (§4.7). This row keeps who stated what, and in which words (R-157); the
-- relationship names it while it is removed. The customer reads that it happened, not which person did it.
create table relationship_removal (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  -- The version and the language of the statement.
  attestation text not null,
  language text not null,
  -- The services whose privileges the partner held, and what the cloud's rule did to them (D-01).
  services text[] not null,
  privileges text not null check (privileges in ('keep', 'revoke')),
  removed_by uuid not null,
  removed_at timestamptz not null,
  unique (id, relationship_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint relationship_removal_remover foreign key (partner_id, removed_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index relationship_removal_of_relationship on relationship_removal (relationship_id, removed_at desc);
alter table relationship_removal enable row level security, force row level security;
grant select, insert on relationship_removal to entente_partner;
grant select (id, relationship_id, customer_id, partner_id, services, privileges, removed_at) on relationship_removal
  to entente_customer;
create policy partner_reads on relationship_removal for select to entente_partner
  using (partner_id = (select current_tenant()));
create policy partner_states on relationship_removal for insert to entente_partner
  with check (partner_id = (select current_tenant()) and removed_by = (select current_account()));
create policy customer_reads on relationship_removal for select to entente_customer
  using (customer_id = (select current_tenant()));

-- UUIDv7 are in the order of time, so that the newest removals come first.
alter table relationship
  add column removal_id uuid,
  add foreign key (removal_id, id) references relationship_removal (id, relationship_id),
  add constraint relationship_removed_names_its_removal check ((status = 'removed') = (removal_id is not null));
create index relationship_former on relationship (partner_id, removal_id desc) where status = 'removed';
grant update (status, services, removal_id) on relationship to entente_partner;
grant update (removal_id) on relationship to entente_customer;
-- No removal without its statement, and none that claims privileges which the customer did not give.
create policy partner_removes on relationship for update to entente_partner
  using (partner_id = (select current_tenant()))
  with check (partner_id = (select current_tenant()) and status = 'removed'
    and exists (select from relationship_removal removal
      where removal.id = relationship.removal_id and removal.removed_by = (select current_account()))
    and services <@ array(select service from admin_grant g
      where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id) and g.ended_at is null));

-- Where the cloud revokes, the partner's privileges end with its removal, in the same transaction.
grant update (ended_at, end_reason) on admin_grant to entente_partner;
create policy partner_gives_up on admin_grant for update to entente_partner
  using (partner_id = (select current_tenant()) and ended_at is null)
  with check (partner_id = (select current_tenant()) and end_reason = 'removed_by_partner'
    and exists (select from relationship_removal removal
      where (removal.partner_id, removal.customer_id) = (admin_grant.partner_id, admin_grant.customer_id)
        and removal.privileges = 'revoke' and removal.removed_at = admin_grant.ended_at));

-- The customer's chain records what changed for it. That notifies nobody (R-160).
create policy partner_records_removal on audit_record for insert to entente_partner
  with check (action = 'relationship.removed' and organisation_id in (select customer_id from relationship
    where partner_id = (select current_tenant()) and status = 'removed'));

-- Privileges that outlive the relationship can be used (R-156): an act in a service needs the grant for it, and a relationship
-- that is live or was removed. Every other act needs one that is live.
create or replace function acts_at(customer uuid, wanted text) returns boolean language sql stable parallel safe
  return exists (select from relationship r where r.partner_id = (select current_tenant()) and r.customer_id = customer
      and (r.status = 'active' or wanted <> '*'))
    and (wanted is null or exists (select from admin_grant g join organisation p on p.id = g.partner_id
      where g.partner_id = (select current_tenant()) and g.customer_id = customer and g.ended_at is null
        and wanted in ('*', g.service) and p.partner_status in ('active', 'suspended') and p.privileges_frozen_at is null));
