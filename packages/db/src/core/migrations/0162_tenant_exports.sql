-- All data of one tenant, as an operator asked for it: the last export of each. The worker writes it in the tenant's scope, table
-- by table, so that nothing of another tenant can be in it. The tenant itself never reads it, so that no export holds another.
create table tenant_export (
  id uuid primary key,
  organisation_id uuid not null unique references organisation (id),
  asked_by uuid not null references auth.account (id),
  asked_at timestamptz not null,
  -- How many tables there are, once the worker has looked.
  tables integer,
  tables_done integer not null default 0,
  rows_done bigint not null default 0,
  parts integer not null default 0,
  finished_at timestamptz,
  unique (id, organisation_id)
);
create index tenant_export_due on tenant_export (asked_at);
create index tenant_export_of_account on tenant_export (asked_by);
create table tenant_export_part (
  export_id uuid not null,
  organisation_id uuid not null,
  number integer not null,
  -- Lines of JSON, each a row with its table.
  lines text not null,
  primary key (export_id, number),
  foreign key (export_id, organisation_id) references tenant_export (id, organisation_id) on delete cascade
);
alter table tenant_export enable row level security, force row level security;
alter table tenant_export_part enable row level security, force row level security;

grant select, insert (id, organisation_id, asked_by, asked_at), delete on tenant_export to entente_operator;
grant select on tenant_export_part to entente_operator;
create policy operator_asks on tenant_export to entente_operator using (true) with check (asked_by = (select current_account()));
create policy operator_reads on tenant_export_part for select to entente_operator using (true);

-- The worker, which is nobody.
grant select (id, tables_done, rows_done, parts), update (tables, tables_done, rows_done, parts, finished_at)
  on tenant_export to entente_partner, entente_customer;
grant insert on tenant_export_part to entente_partner, entente_customer;
create policy worker_reads on tenant_export for select to entente_partner, entente_customer
  using (organisation_id = (select current_tenant()) and (select current_account()) is null);
create policy worker_goes_on on tenant_export for update to entente_partner, entente_customer
  using (organisation_id = (select current_tenant()) and (select current_account()) is null and finished_at is null)
  with check (organisation_id = (select current_tenant()));
create policy worker_writes on tenant_export_part for insert to entente_partner, entente_customer
  with check (organisation_id = (select current_tenant()) and (select current_account()) is null);

grant select (id, asked_at), delete on tenant_export to entente_keeper;
create policy keeper_all on tenant_export to entente_keeper using (true);
insert into job_scope (role, job) values ('entente_operator', 'tenant.export-asked');
