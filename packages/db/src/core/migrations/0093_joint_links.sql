-- A joint link is dead once its partnership ends (R-148): nothing is accepted through it, whatever the code does.
create function may_accept_jointly(reseller uuid, provider uuid) returns boolean language sql stable parallel safe
  return provider is null or exists (select from partnership
    where reseller_id = reseller and provider_id = provider and status = 'active');
alter policy customer_creates on acceptance with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link()) and link.id = acceptance.link_id
    and link.partner_id = acceptance.partner_id and link.provider_id is not distinct from acceptance.provider_id)
  and may_accept_jointly(partner_id, provider_id));
alter policy customer_creates on relationship with check (customer_id = (select current_tenant())
  and exists (select from relationship_link link where link.id = (select current_link())
    and relationship.partner_id in (link.partner_id, link.provider_id)
    and may_accept_jointly(link.partner_id, link.provider_id)));
