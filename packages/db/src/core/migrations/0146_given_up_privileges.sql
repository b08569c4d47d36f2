-- A partner gives privileges up at any time (§4.8), not only with a removal of the relationship.
alter policy partner_gives_up on admin_grant
  with check (partner_id = (select current_tenant()) and ended_at is not null and end_reason = 'removed_by_partner');

-- A partner may know of an end whether it was its own act. Every other reason is the customer's to know (R-026).
alter table admin_grant add column given_up boolean not null
  generated always as (end_reason is not distinct from 'removed_by_partner') stored;
grant select (given_up) on admin_grant to entente_partner;

-- What removed a relationship, as the statement that asks finds it: in a policy, the row before the change.
create function removal_of(relationship uuid) returns uuid language sql stable parallel safe
  return (select r.removal_id from relationship r where r.id = relationship);

-- The list of customers shows then exactly the privileges that are left, and nothing else of the relationship changes.
create policy partner_gives_up on relationship for update to entente_partner
  using (partner_id = (select current_tenant()))
  with check (partner_id = (select current_tenant()) and removal_id is not distinct from removal_of(id)
    and services <@ array(select service from admin_grant g
      where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id) and g.ended_at is null)
    and services @> array(select service from admin_grant g
      where (g.partner_id, g.customer_id) = (relationship.partner_id, relationship.customer_id) and g.ended_at is null));
create index relationship_with_privileges on relationship (partner_id, sort_key, id) where services <> '{}';

-- It stands in the customer's chain, too.
create policy partner_records_giving_up on audit_record for insert to entente_partner
  with check (action = 'admin_grant.removed_by_partner' and organisation_id in (select customer_id from admin_grant
    where partner_id = (select current_tenant()) and given_up));

-- The timeline tells who gave them up.
drop index audit_record_agreements;
create index audit_record_agreements on audit_record (organisation_id, (payload ->> 'relationshipId'), occurred_at)
  where action in ('admin_grant.removed_by_operator', 'admin_grant.removed_by_partner', 'end_request.asked',
    'end_request.withdrawn', 'end_request.agreed', 'end_request.explained', 'end_request.settled', 'renegotiation.stated',
    'renegotiation.attested', 'renegotiation.declined', 'renegotiation.withdrawn');

insert into job_scope (role, job) values
  ('entente_partner', 'customer.privileges-lost'),
  ('entente_customer', 'mail.partner-privileges-lost');
