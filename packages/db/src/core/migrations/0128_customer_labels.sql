-- What a partner's people note of a customer for themselves: an alias and tags. The customer, and every other tenant, reads
-- none of it, so the words that find an alias stand apart from relationship_term, which customers read.
create table customer_alias (
  relationship_id uuid primary key,
  partner_id uuid not null,
  alias text not null check (length(alias) between 1 and 100),
  terms_version smallint not null default 0,
  foreign key (relationship_id, partner_id) references relationship (id, partner_id)
);
create index customer_alias_of_partner on customer_alias (partner_id, relationship_id);
create index customer_alias_uncut on customer_alias (relationship_id) where terms_version < 1;
create table customer_alias_term (
  partner_id uuid not null,
  term text collate "C" not null,
  relationship_id uuid not null references customer_alias (relationship_id) on delete cascade,
  terms_version smallint not null default 0,
  primary key (partner_id, term, relationship_id)
);
create index customer_alias_term_of_alias on customer_alias_term (relationship_id);
create table customer_tag (
  partner_id uuid not null,
  tag text collate "C" not null check (length(tag) between 1 and 40),
  relationship_id uuid not null,
  primary key (partner_id, tag, relationship_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id)
);
create index customer_tag_of_relationship on customer_tag (relationship_id);

-- A person's own views of the list: filters, order and columns, as the list's address writes them.
create table customer_view (
  id uuid primary key,
  partner_id uuid not null,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) <= 2000),
  saved_at timestamptz not null,
  unique (partner_id, account_id, name),
  constraint customer_view_owner foreign key (partner_id, account_id)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index customer_view_of_account on customer_view (account_id);

alter table customer_alias enable row level security, force row level security;
alter table customer_alias_term enable row level security, force row level security;
alter table customer_tag enable row level security, force row level security;
alter table customer_view enable row level security, force row level security;
grant select, insert, update (alias, terms_version), delete on customer_alias to entente_partner;
grant select (partner_id, term, relationship_id), insert, delete on customer_alias_term to entente_partner;
grant select, insert, delete on customer_tag to entente_partner;
grant select, insert, update (query, saved_at), delete on customer_view to entente_partner;
create policy partner_all on customer_alias to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy partner_all on customer_alias_term to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy partner_all on customer_tag to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));
create policy own_views on customer_view to entente_partner
  using (partner_id = (select current_tenant()) and account_id = (select current_account()))
  with check (partner_id = (select current_tenant()) and account_id = (select current_account()));
grant select (account_id), delete on customer_view to entente_keeper;
create policy keeper_all on customer_view to entente_keeper using (true);

-- The indexer cuts an alias again, as it does a name.
grant select (relationship_id, partner_id, alias, terms_version), update (terms_version) on customer_alias to entente_indexer;
grant select (relationship_id, terms_version), insert, delete on customer_alias_term to entente_indexer;
create policy indexer_cuts on customer_alias to entente_indexer using (true) with check (true);
create policy indexer_cuts on customer_alias_term to entente_indexer using (true) with check (true);

-- Few customers of a long list come from anywhere but an acceptance.
create index relationship_by_origin on relationship (partner_id, origin) where status = 'active';
