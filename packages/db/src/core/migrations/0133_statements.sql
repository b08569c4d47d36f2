-- What a partner is billed for the subscriptions that it sold, by month and customer (R-040, R-068). A statement is made once and
-- never changes; `made_at` says when.
create table statement (
  id uuid primary key,
  partner_id uuid not null,
  customer_id uuid not null,
  relationship_id uuid not null,
  -- `2027-03`
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- As it was then.
  customer_name text not null,
  -- In the smallest unit of the currency.
  total bigint not null,
  made_at timestamptz not null,
  unique (partner_id, customer_id, month, currency),
  unique (id, partner_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id)
);
create index statement_by_month on statement (partner_id, month, id);
create index statement_of_relationship on statement (relationship_id, partner_id);
create index statement_of_customer on statement (relationship_id, customer_id);
create table statement_line (
  subscription_id uuid not null references subscription (id),
  -- The order or the term that it bills: each once, however often the job runs.
  source text not null,
  statement_id uuid not null,
  partner_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('first_term', 'renewal', 'added', 'removed', 'moved', 'canceled')),
  offer text not null,
  at timestamptz not null,
  until timestamptz not null,
  seats integer not null check (seats > 0),
  unit_price integer not null check (unit_price >= 0),
  days integer not null,
  term_days integer not null check (days between 0 and term_days),
  amount bigint not null,
  primary key (subscription_id, source),
  unique (statement_id, position),
  foreign key (statement_id, partner_id) references statement (id, partner_id)
);
create index statement_line_of_statement on statement_line (statement_id, partner_id);
-- The months whose statements are all made.
create table statement_run (month text primary key, finished_at timestamptz not null);
alter table statement enable row level security, force row level security;
alter table statement_line enable row level security, force row level security;
alter table statement_run enable row level security, force row level security;

-- The biller reads what was ordered and writes statements; nothing else may. Only the worker becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_biller') then
    create role entente_biller nologin noinherit;
  end if;
end
$$;
grant entente_biller to entente_worker;
grant usage on schema public to entente_biller;
grant select (id, relationship_id, customer_id, partner_id) on subscription to entente_biller;
grant select (id, subscription_id, partner_id, customer_id, kind, status, quantity_after, offer_after, term_after, renews,
  currency, unit_price, settled_at) on subscription_order to entente_biller;
grant select (id, name) on offer to entente_biller;
grant select (id, customer_name) on relationship to entente_biller;
grant select (id, partner_id, customer_id, month, currency), insert on statement to entente_biller;
grant select (subscription_id, source, partner_id), insert on statement_line to entente_biller;
grant select, insert on statement_run to entente_biller;
create policy biller_reads on subscription for select to entente_biller using (true);
create policy biller_reads on subscription_order for select to entente_biller using (status = 'done');
create policy biller_reads on offer for select to entente_biller using (true);
create policy biller_reads on relationship for select to entente_biller using (true);
create policy biller_reads on statement for select to entente_biller using (true);
-- Only the partner that sold something to a customer has a statement of it, and only its own subscriptions are on it.
create policy biller_makes on statement for insert to entente_biller
  with check (exists (select from subscription s
    where (s.partner_id, s.customer_id) = (statement.partner_id, statement.customer_id)));
create policy biller_reads on statement_line for select to entente_biller using (true);
create policy biller_bills on statement_line for insert to entente_biller
  with check (exists (select from subscription s
    where (s.id, s.partner_id) = (statement_line.subscription_id, statement_line.partner_id)));
create policy biller_runs on statement_run to entente_biller using (true) with check (true);

grant select on statement, statement_line to entente_partner;
create policy seller_reads on statement for select to entente_partner using (partner_id = (select current_tenant()));
create policy seller_reads on statement_line for select to entente_partner using (partner_id = (select current_tenant()));
