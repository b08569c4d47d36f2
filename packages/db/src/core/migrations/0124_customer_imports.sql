-- A partner's own list of customers, each row of which becomes an invitation or a customer that it adds (R-140, R-164). The
-- file is read once; the worker goes on row by row, also after a crash and over several days.
create table customer_import (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  kind text not null check (kind in ('invite', 'add')),
  state text not null check (state in ('uploaded', 'checking', 'checked', 'taking', 'finished', 'cancelled')),
  file_name text not null,
  columns text[] not null,
  -- Which column holds what, by its place.
  mapping jsonb not null,
  language text not null,
  with_privileges boolean not null default false,
  -- The request of each language whose recipients the rows become.
  requests jsonb not null default '{}',
  total integer not null,
  -- How many rows are in each state: a page that shows progress counts no rows.
  counts jsonb not null default '{}',
  -- The last row that the dry run has read.
  checked_to integer not null default 0,
  -- The last row that was looked at in this day's turn; the next day begins at the top again.
  taken_to integer not null default 0,
  author_id uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  -- When the next rows are taken, while the day's limit is used up.
  next_at timestamptz,
  ended_at timestamptz,
  unique (id, partner_id),
  constraint customer_import_author foreign key (partner_id, author_id)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint customer_import_has_ended check ((state in ('finished', 'cancelled')) = (ended_at is not null))
);
create index customer_import_of_partner on customer_import (partner_id, id desc);
create index customer_import_due on customer_import (coalesce(ended_at, created_at)) where state <> 'taking';
create index customer_import_of_author on customer_import (partner_id, author_id);

create table customer_import_row (
  import_id uuid not null,
  partner_id uuid not null,
  -- Counts the rows below the header from 1, as a spreadsheet does.
  row integer not null,
  fields text[] not null,
  state text not null default 'unread' check (state in ('unread', 'good', 'bad', 'known', 'taken')),
  faults jsonb not null default '[]',
  -- Two rows with the same key would become the same; the part behind the @ counts for the limit of a domain.
  key text,
  domain text,
  -- What it was read as.
  item jsonb,
  primary key (import_id, row),
  foreign key (import_id, partner_id) references customer_import (id, partner_id) on delete cascade,
  constraint customer_import_row_is_read check ((key is null) = (item is null) and (state <> 'good' or key is not null))
);
create index customer_import_row_by_state on customer_import_row (import_id, state, row);
create index customer_import_row_by_key on customer_import_row (import_id, key);
-- Whatever two imports do at once, one partner takes the same thing once.
create unique index customer_import_row_taken_once on customer_import_row (partner_id, key) where state = 'taken';

alter table customer_import enable row level security, force row level security;
alter table customer_import_row enable row level security, force row level security;
grant select, insert (id, partner_id, kind, state, file_name, columns, mapping, language, total, counts, author_id, author_name,
    created_at),
  update (state, mapping, language, with_privileges, requests, counts, checked_to, taken_to, next_at, ended_at)
  on customer_import to entente_partner;
create policy partner_reads on customer_import for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_starts on customer_import for insert to entente_partner
  with check (partner_id = (select current_tenant()) and author_id = (select current_account()) and state = 'uploaded');
create policy partner_goes_on on customer_import for update to entente_partner
  using (partner_id = (select current_tenant()) and ended_at is null) with check (partner_id = (select current_tenant()));
grant select, insert (import_id, partner_id, row, fields), update (fields, state, faults, key, domain, item)
  on customer_import_row to entente_partner;
create policy partner_all on customer_import_row to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));

-- The keeper forgets an import with its rows, and blanks the rows that name an erased person.
grant select (id, state, created_at, ended_at, author_id, author_name, counts), update (author_name, counts), delete
  on customer_import to entente_keeper;
create policy keeper_all on customer_import to entente_keeper using (true) with check (true);
grant select (import_id, row, fields, item, key, state), update (fields, item, key, state, faults), delete
  on customer_import_row to entente_keeper;
create policy keeper_all on customer_import_row to entente_keeper using (true) with check (true);

insert into job_scope (role, job) values ('entente_partner', 'customer-import.continue');
