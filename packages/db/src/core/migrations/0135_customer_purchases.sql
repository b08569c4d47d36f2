-- A customer buys self-service offers itself where its seller allows it (R-172). The order is the seller's: it stands in the
-- seller's statements, and in two tiers it names the reseller through which the customer buys.
grant select (id, code, name, service, add_on_of, seats_min, seats_max, self_service, withdrawn_at, sort_key, terms) on offer
  to entente_customer;
create policy customer_reads on offer for select to entente_customer using ((select current_tenant()) is not null);
-- The seller's price, which its order carries. No page shows it to the customer.
grant select on offer_price to entente_customer;
create policy customer_buys on offer_price for select to entente_customer
  using (exists (select from offer o where o.id = offer_id and o.self_service)
    and exists (select from purchase_permission p where p.is_on));

-- Which of a customer's partners are partners of each other. Its owner is a role that no scope becomes.
create function customer_tiers() returns table (provider_id uuid, reseller_id uuid) language sql stable security definer
  set search_path = ''
begin atomic
  select p.provider_id, p.reseller_id from public.partnership p
  where p.status = 'active'
    and exists (select from public.relationship r where r.customer_id = public.current_tenant()
      and r.partner_id = p.provider_id and r.status = 'active')
    and exists (select from public.relationship r where r.customer_id = public.current_tenant()
      and r.partner_id = p.reseller_id and r.status = 'active');
end;
alter function customer_tiers owner to entente_sharing;
revoke all on function customer_tiers from public;
grant execute on function customer_tiers to entente_customer;
create policy customer_reads_tiers on partnership for select to entente_customer
  using ((provider_id, reseller_id) in (select t.provider_id, t.reseller_id from customer_tiers() t));
create policy customer_locks_tiers on partnership for update to entente_customer
  using ((provider_id, reseller_id) in (select t.provider_id, t.reseller_id from customer_tiers() t)) with check (false);

-- Whether the customer of this transaction may buy this, as `decidePurchase` decides it for the procedure.
create function may_buy(seller uuid, reseller uuid, wanted uuid, seats integer, base uuid) returns boolean
  language sql stable parallel safe
  return exists (select from purchase_permission p join relationship r on r.id = p.relationship_id
      where p.partner_id = seller and p.is_on and r.status = 'active')
    and exists (select from organisation o where o.id = seller and o.partner_status = 'active'
      and (o.partner_kind = 'indirect_provider') = (reseller is not null))
    and (reseller is null or exists (select from partnership t where (t.provider_id, t.reseller_id) = (seller, reseller)
      and t.status = 'active'))
    and exists (select from offer o where o.id = wanted and o.self_service and o.withdrawn_at is null
      and seats between o.seats_min and o.seats_max
      and o.add_on_of is not distinct from (select s.offer_id from subscription s
        where s.id = base and s.partner_id = seller and s.reseller_id is not distinct from reseller));
grant insert (id, relationship_id, customer_id, partner_id, reseller_id, offer_id, parent_id, quantity, term, status, created_at)
  on subscription to entente_customer;
create policy customer_buys on subscription for insert to entente_customer
  with check (customer_id = (select current_tenant()) and status = 'pending'
    and may_buy(partner_id, reseller_id, offer_id, quantity, parent_id));
grant insert (id, subscription_id, customer_id, partner_id, kind, status, quantity_before, quantity_after, offer_before,
    offer_after, term_before, term_after, reseller_before, reseller_after, renews, currency, unit_price, ordered_for, ordered_by,
    ordered_at, settled_at) on subscription_order to entente_customer;
create policy customer_buys on subscription_order for insert to entente_customer
  with check (customer_id = (select current_tenant()) and ordered_for = (select current_tenant())
    and ordered_by = (select current_account()) and kind = 'create' and status = 'pending' and quantity_before = 0
    and exists (select from subscription s where s.id = subscription_id and s.status = 'pending'
      and (s.offer_id, s.term, s.quantity) = (offer_after, term_after, quantity_after)
      and s.reseller_id is not distinct from reseller_after
      and may_buy(s.partner_id, s.reseller_id, s.offer_id, s.quantity, s.parent_id))
    and exists (select from offer_price p
      where (p.offer_id, p.term, p.currency, p.amount) = (offer_after, term_after, subscription_order.currency, unit_price)));
