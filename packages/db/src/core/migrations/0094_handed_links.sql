-- Whether the customer of this transaction has a live relationship with a partner, for policies. A function, because the policy
-- of relationships reads links, and a policy of links that read relationships in turn would never end.
create function deals_with(partner uuid) returns boolean language sql stable parallel safe
  return exists (select from relationship r where r.customer_id = (select current_tenant()) and r.partner_id = partner
    and r.status = 'active');

-- A customer is handed the live link of a partner that it deals with, to give privileges back (R-005) or to move a service to it
-- (R-029). Of a joint link, it must deal with both parties: with whom else its reseller works is none of its business.
create policy customer_reads_own_partners on relationship_link for select to entente_customer
  using (kind in ('reseller', 'joint') and deals_with(partner_id) and (provider_id is null or deals_with(provider_id)));
