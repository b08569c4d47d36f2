-- The permission to buy does not outlive the relationship (R-172): one that was given before the customer accepted again counts no
-- more. `may_buy` reads it through this policy.
grant select (changed_at) on purchase_permission to entente_customer;
alter policy customer_reads on purchase_permission
  using (customer_id = (select current_tenant()) and exists (select from relationship r
    where r.id = relationship_id and r.since <= changed_at));
