-- Whether the partner of this transaction may act at a customer, for policies: `decideCustomerAccess` decides the same for the
-- procedures. The relationship is live and, where a service is wanted ('*': any), a grant for it has not ended and the
-- partner's standing lets it be used. It reads what the partner may read.
create function acts_at(customer uuid, wanted text) returns boolean language sql stable parallel safe
  return exists (select from relationship r where r.partner_id = (select current_tenant()) and r.customer_id = customer
      and r.status = 'active')
    and (wanted is null or exists (select from admin_grant g join organisation p on p.id = g.partner_id
      where g.partner_id = (select current_tenant()) and g.customer_id = customer and g.ended_at is null
        and wanted in ('*', g.service) and p.partner_status in ('active', 'suspended') and p.privileges_frozen_at is null));

-- A request to a customer names one that the partner has.
create policy partner_asks_customers on relationship_request as restrictive for insert to entente_partner
  with check (relationship_id is null
    or acts_at((select customer_id from relationship r where r.id = relationship_id), null));

-- A row lock needs the right to update. A partner may lock its relationships while it acts at a customer, and change nothing.
grant update (change_id) on relationship to entente_partner;
create policy partner_locks on relationship for update to entente_partner
  using (partner_id = (select current_tenant())) with check (false);
