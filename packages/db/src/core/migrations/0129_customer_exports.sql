-- A person's last export of the list of customers. The worker writes it piece by piece; `place` is where the next piece
-- begins, so that a worker that ends in between loses nothing and repeats nothing.
create table customer_export (
  id uuid primary key,
  partner_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  language text not null,
  wish jsonb not null,
  total integer,
  done integer not null default 0,
  parts integer not null default 0,
  place text,
  finished_at timestamptz,
  unique (partner_id, asked_by),
  unique (id, partner_id),
  constraint customer_export_asker foreign key (partner_id, asked_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index customer_export_of_account on customer_export (asked_by);
create index customer_export_due on customer_export (asked_at);
create table customer_export_part (
  export_id uuid not null,
  partner_id uuid not null,
  number integer not null,
  -- The cells of each row, as the file says them.
  rows jsonb not null,
  primary key (export_id, number),
  foreign key (export_id, partner_id) references customer_export (id, partner_id) on delete cascade
);
alter table customer_export enable row level security, force row level security;
alter table customer_export_part enable row level security, force row level security;
grant select, insert (id, partner_id, asked_by, asked_at, language, wish), update (total, done, parts, place, finished_at), delete
  on customer_export to entente_partner;
grant select, insert on customer_export_part to entente_partner;
-- A person reads their own export; the worker, which is nobody, writes it.
create policy own_export on customer_export to entente_partner
  using (partner_id = (select current_tenant())
    and (asked_by = (select current_account()) or (select current_account()) is null))
  with check (partner_id = (select current_tenant())
    and (asked_by = (select current_account()) or (select current_account()) is null));
create policy own_part on customer_export_part to entente_partner
  using (partner_id = (select current_tenant()) and export_id in (select id from customer_export))
  with check (partner_id = (select current_tenant()) and export_id in (select id from customer_export));
grant select (id, asked_by, asked_at), delete on customer_export to entente_keeper;
create policy keeper_all on customer_export to entente_keeper using (true);
insert into job_scope (role, job) values ('entente_partner', 'customers.export-asked');
