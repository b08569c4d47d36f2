-- The cloud's price list, as the operator imported it last (§4.10). What a newer list no longer has is withdrawn: it is not sold,
-- and subscriptions of it go on.
create table offer (
  id uuid primary key,
  code text not null unique,
  name text not null,
  service text not null,
  add_on_of uuid references offer (id),
  seats_min integer not null check (seats_min > 0),
  seats_max integer not null,
  self_service boolean not null,
  withdrawn_at timestamptz,
  imported_at timestamptz not null,
  sort_key text collate "C" not null default '',
  terms tsvector,
  terms_version smallint not null default 0,
  constraint offer_seats check (seats_min <= seats_max),
  constraint offer_adds_to_another check (add_on_of <> id)
);
create index offer_by_name on offer (sort_key, id);
create index offer_of_base on offer (add_on_of) where add_on_of is not null;
create index offer_terms on offer using gin (terms);
create index offer_uncut on offer (id) where terms_version < 1;
create trigger terms_follow before update on offer for each row
  when (new.terms_version < 0 or old.name is distinct from new.name) execute function follow_name();
-- Of one seat and one term, in the smallest unit of the currency.
create table offer_price (
  offer_id uuid not null references offer (id),
  term text not null check (term in ('P1M', 'P1Y', 'P3Y')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount integer not null check (amount >= 0),
  primary key (offer_id, currency, term)
);
alter table offer enable row level security, force row level security;
alter table offer_price enable row level security, force row level security;
grant select, insert, update (name, service, add_on_of, seats_min, seats_max, self_service, withdrawn_at, imported_at,
  sort_key, terms, terms_version) on offer to entente_operator;
grant select, insert, delete on offer_price to entente_operator;
create policy operator_imports on offer to entente_operator using (true) with check (true);
create policy operator_imports on offer_price to entente_operator using (true) with check (true);
grant select (id, code, name, service, add_on_of, seats_min, seats_max, self_service, withdrawn_at, sort_key, terms) on offer
  to entente_partner;
grant select on offer_price to entente_partner;
create policy partner_reads on offer for select to entente_partner using ((select current_tenant()) is not null);
create policy partner_reads on offer_price for select to entente_partner using ((select current_tenant()) is not null);
grant select (id, name, code, terms_version), update (sort_key, terms, terms_version) on offer to entente_indexer;
create policy indexer_cuts on offer to entente_indexer using (true) with check (true);

-- What a partner sold to a customer. In two tiers the provider is the partner, and the reseller the partner of record (R-069).
create table subscription (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  reseller_id uuid references organisation (id),
  offer_id uuid not null references offer (id),
  -- The base that an add-on belongs to.
  parent_id uuid,
  quantity integer not null check (quantity > 0),
  term text not null check (term in ('P1M', 'P1Y', 'P3Y')),
  -- Expired, disabled and deleted follow from the times.
  status text not null check (status in ('pending', 'active', 'suspended', 'canceled', 'failed')),
  created_at timestamptz not null,
  -- When it was provisioned first, and when its present commitment began.
  started_at timestamptz,
  term_started_at timestamptz,
  suspended_at timestamptz,
  -- The end of the term after which it does not renew.
  ends_at timestamptz,
  canceled_at timestamptz,
  -- Raised by every change, so that nobody changes what they have not seen.
  version integer not null default 1,
  unique (id, customer_id),
  unique (id, partner_id, customer_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  foreign key (parent_id, partner_id, customer_id) references subscription (id, partner_id, customer_id),
  constraint subscription_has_two_sellers check (reseller_id <> partner_id),
  constraint subscription_was_started check (status in ('pending', 'failed') = (started_at is null)
    and (started_at is null) = (term_started_at is null)),
  constraint subscription_says_when check ((status = 'suspended') = (suspended_at is not null)
    and (status = 'canceled') = (canceled_at is not null))
);
create index subscription_of_customer on subscription (partner_id, customer_id, id);
create index subscription_of_record on subscription (reseller_id, customer_id, id) where reseller_id is not null;
create index subscription_at_customer on subscription (customer_id, id);
create index subscription_of_relationship on subscription (relationship_id, partner_id);
create index subscription_of_base on subscription (parent_id, partner_id, customer_id) where parent_id is not null;
create index subscription_of_offer on subscription (offer_id);
alter table subscription enable row level security, force row level security;
grant select, insert (id, relationship_id, customer_id, partner_id, reseller_id, offer_id, parent_id, quantity, term, status,
    created_at),
  update (reseller_id, offer_id, quantity, term, status, started_at, term_started_at, suspended_at, ends_at, canceled_at,
    version) on subscription to entente_partner;
create policy seller_reads on subscription for select to entente_partner using (partner_id = (select current_tenant()));
create policy record_reads on subscription for select to entente_partner using (reseller_id = (select current_tenant()));
create policy seller_orders on subscription for insert to entente_partner
  with check (partner_id = (select current_tenant()) and status = 'pending' and acts_at(customer_id, null)
    and (reseller_id is null or exists (select from partnership p where p.provider_id = (select current_tenant())
      and p.reseller_id = subscription.reseller_id and p.status = 'active')));
create policy seller_changes on subscription for update to entente_partner
  using (partner_id = (select current_tenant()) and status in ('pending', 'active', 'suspended'))
  with check (partner_id = (select current_tenant()));
grant select on subscription to entente_customer;
create policy customer_reads on subscription for select to entente_customer
  using (customer_id = (select current_tenant()));

-- Each change of a subscription: who ordered it and in whose name, what it was before and is afterwards, and at which price. The
-- statements are made of these rows, so nothing of them changes but their outcome.
create table subscription_order (
  id uuid primary key,
  subscription_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('create', 'quantity', 'transition', 'migrate', 'partner_of_record', 'renewal', 'suspend',
    'resume', 'cancel')),
  status text not null check (status in ('pending', 'done', 'failed')),
  quantity_before integer not null,
  quantity_after integer not null,
  offer_before uuid references offer (id),
  offer_after uuid not null references offer (id),
  term_before text,
  term_after text not null,
  reseller_before uuid references organisation (id),
  reseller_after uuid references organisation (id),
  -- Of a renewal: whether it is on.
  renews boolean,
  currency text not null,
  unit_price integer not null check (unit_price >= 0),
  ordered_for uuid not null,
  ordered_by uuid not null,
  ordered_at timestamptz not null,
  settled_at timestamptz,
  -- The provisioner's word for why it failed.
  refusal text,
  unique (id, subscription_id),
  foreign key (subscription_id, partner_id, customer_id) references subscription (id, partner_id, customer_id),
  constraint subscription_order_orderer foreign key (ordered_for, ordered_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint subscription_order_for_a_party check (ordered_for in (partner_id, customer_id)),
  constraint subscription_order_is_settled check ((status = 'pending') = (settled_at is null)
    and (status = 'failed') = (refusal is not null)),
  constraint subscription_order_of_renewal check ((kind = 'renewal') = (renews is not null))
);
-- One after the other.
create unique index subscription_order_one_pending on subscription_order (subscription_id) where status = 'pending';
create index subscription_order_of_subscription on subscription_order (subscription_id, id);
create index subscription_order_of_partner on subscription_order (partner_id, ordered_at);
create index subscription_order_at_customer on subscription_order (subscription_id, partner_id, customer_id);
create index subscription_order_by on subscription_order (ordered_for, ordered_by);
alter table subscription_order enable row level security, force row level security;
grant select, insert (id, subscription_id, customer_id, partner_id, kind, status, quantity_before, quantity_after,
    offer_before, offer_after, term_before, term_after, reseller_before, reseller_after, renews, currency, unit_price,
    ordered_for, ordered_by, ordered_at, settled_at), update (status, settled_at, refusal)
  on subscription_order to entente_partner;
-- The partner of record learns of the subscription, not of the provider's prices.
create policy seller_reads on subscription_order for select to entente_partner using (partner_id = (select current_tenant()));
create policy seller_orders on subscription_order for insert to entente_partner
  with check (partner_id = (select current_tenant()) and ordered_for = (select current_tenant())
    and ordered_by = (select current_account()) and status in ('pending', 'done'));
create policy seller_settles on subscription_order for update to entente_partner
  using (partner_id = (select current_tenant()) and status = 'pending')
  with check (partner_id = (select current_tenant()) and status in ('done', 'failed'));

-- A reseller asks its provider to order for a customer of both.
create table order_ask (
  id uuid primary key,
  provider_id uuid not null,
  reseller_id uuid not null,
  customer_id uuid not null,
  relationship_id uuid not null,
  offer_id uuid not null references offer (id),
  term text not null check (term in ('P1M', 'P1Y', 'P3Y')),
  quantity integer not null check (quantity > 0),
  status text not null check (status in ('open', 'ordered', 'declined', 'withdrawn')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  settled_at timestamptz,
  foreign key (provider_id, reseller_id) references partnership (provider_id, reseller_id),
  foreign key (relationship_id, reseller_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint order_ask_asker foreign key (reseller_id, asked_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint order_ask_is_settled check ((status = 'open') = (settled_at is null))
);
create index order_ask_of_provider on order_ask (provider_id, customer_id, id);
create index order_ask_of_reseller on order_ask (reseller_id, customer_id, id);
create index order_ask_between on order_ask (provider_id, reseller_id);
create index order_ask_of_relationship on order_ask (relationship_id, customer_id);
create index order_ask_asked_by on order_ask (reseller_id, asked_by);
create index order_ask_of_offer on order_ask (offer_id);
alter table order_ask enable row level security, force row level security;
grant select (id, provider_id, reseller_id, customer_id, relationship_id, offer_id, term, quantity, status, asked_at, settled_at),
  insert (id, provider_id, reseller_id, customer_id, relationship_id, offer_id, term, quantity, status, asked_by, asked_at),
  update (status, settled_at) on order_ask to entente_partner;
create policy both_read on order_ask for select to entente_partner
  using ((select current_tenant()) in (provider_id, reseller_id));
create policy reseller_asks on order_ask for insert to entente_partner
  with check (reseller_id = (select current_tenant()) and asked_by = (select current_account()) and status = 'open'
    and customer_id in (select shared_customers(provider_id)));
create policy reseller_withdraws on order_ask for update to entente_partner
  using (reseller_id = (select current_tenant()) and status = 'open')
  with check (reseller_id = (select current_tenant()) and status = 'withdrawn');
create policy provider_answers on order_ask for update to entente_partner
  using (provider_id = (select current_tenant()) and status = 'open')
  with check (provider_id = (select current_tenant()) and status in ('ordered', 'declined'));

-- Whether anybody can sign in for a customer of the partner that asks (R-135, R-163). Nothing else of its people leaves this function.
grant usage on schema auth to entente_sharing;
grant select (organisation_id, status) on auth.membership to entente_sharing;
create policy sharing_counts on auth.membership for select to entente_sharing using (status = 'active');
create function customer_has_account(customer uuid) returns boolean language sql stable security definer set search_path = ''
begin atomic
  select exists (select from public.relationship r
      where r.partner_id = public.current_tenant() and r.customer_id = customer_has_account.customer)
    and exists (select from auth.membership m
      where m.organisation_id = customer_has_account.customer and m.status = 'active');
end;
alter function customer_has_account owner to entente_sharing;
revoke all on function customer_has_account from public;
grant execute on function customer_has_account to entente_partner;

-- What is bought for a customer stands in its chain too, and both sides of a partnership record what one asks of the other.
create policy partner_records_orders on audit_record for insert to entente_partner
  with check (action like 'subscription.%' and exists (select from subscription s
      where s.partner_id = (select current_tenant()) and s.customer_id = organisation_id)
    or (action like 'subscription.%' or action like 'order_ask.%')
      and organisation_id in (select unnest(array[provider_id, reseller_id]) from partnership));
