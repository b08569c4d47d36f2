-- Whom the customer calls about a subscription: who sold it, or in two tiers its partner of record (R-034). The audit's policy
-- `partner_records_orders` covers the record of a change.
alter table subscription
  add column support_by text not null default 'seller' check (support_by in ('seller', 'reseller')),
  add constraint subscription_supported_by_somebody check (support_by = 'seller' or reseller_id is not null);
grant update (support_by) on subscription to entente_partner;
