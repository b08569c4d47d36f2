-- A partner asks the operator for help with a service of a customer (§4.12). The partner opens it with the customer's privileges;
-- without them the operator opens it, on the partner's call (R-033, D-09).
create table service_request (
  id uuid primary key,
  relationship_id uuid not null,
  customer_id uuid not null,
  partner_id uuid not null,
  service text not null,
  severity text not null check (severity in ('critical', 'moderate', 'minimal')),
  title text not null,
  status text not null check (status in ('open', 'attention_needed', 'closed')),
  channel text not null check (channel in ('portal', 'phone')),
  -- The partner's person who opened it or called.
  requested_by uuid not null,
  -- The operator who opened it on the call.
  opened_by uuid references auth.account (id),
  -- The operator who took it over or acted last.
  handled_by uuid references auth.account (id),
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  -- Of the title and of both companies' names.
  terms tsvector,
  terms_version smallint not null default 0,
  unique (id, partner_id),
  foreign key (relationship_id, partner_id) references relationship (id, partner_id),
  foreign key (relationship_id, customer_id) references relationship (id, customer_id),
  constraint service_request_requester foreign key (partner_id, requested_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint service_request_by_phone check ((channel = 'phone') = (opened_by is not null)),
  constraint service_request_is_closed check ((status = 'closed') = (closed_at is not null))
);
create index service_request_of_partner on service_request (partner_id, id desc);
create index service_request_of_relationship on service_request (relationship_id, id desc);
create index service_request_of_customer on service_request (customer_id);
create index service_request_queue on service_request (id desc) where status <> 'closed';
create index service_request_requested_by on service_request (partner_id, requested_by);
create index service_request_handled_by on service_request (handled_by) where handled_by is not null;
create index service_request_opened_by on service_request (opened_by) where opened_by is not null;
create index service_request_closed on service_request (closed_at) where closed_at is not null;
create index service_request_uncut on service_request (id) where terms_version < 1;
create trigger terms_follow before update on service_request for each row
  when (old.title is distinct from new.title) execute function drop_terms();

-- What was said, the oldest first: by a person of the partner or by an operator.
create table service_request_note (
  id uuid primary key,
  service_request_id uuid not null,
  partner_id uuid not null,
  event text not null check (event in ('opened', 'answered', 'asked', 'replied', 'closed', 'reopened')),
  text text not null,
  written_by uuid,
  operator_id uuid references auth.account (id),
  at timestamptz not null,
  unique (id, partner_id),
  foreign key (service_request_id, partner_id) references service_request (id, partner_id),
  constraint service_request_note_writer foreign key (partner_id, written_by)
    references auth.membership (organisation_id, account_id) on update cascade,
  constraint service_request_note_of_one_side check (num_nonnulls(written_by, operator_id) = 1)
);
create index service_request_note_of_request on service_request_note (service_request_id, id);
create index service_request_note_written_by on service_request_note (partner_id, written_by) where written_by is not null;
create index service_request_note_operator on service_request_note (operator_id) where operator_id is not null;

create table service_request_document (
  id uuid primary key,
  note_id uuid not null,
  service_request_id uuid not null,
  partner_id uuid not null,
  file_name text not null,
  media_type text not null,
  size integer not null check (size between 1 and 5242880),
  sha256 bytea not null,
  uploaded_by uuid not null,
  -- A document in a folder is marked first; its file and its row go afterwards. Nobody but the keeper sees a marked row.
  deleted_at timestamptz,
  unique (id, partner_id),
  foreign key (note_id, partner_id) references service_request_note (id, partner_id),
  foreign key (service_request_id, partner_id) references service_request (id, partner_id),
  constraint service_request_document_uploader foreign key (partner_id, uploaded_by)
    references auth.membership (organisation_id, account_id) on update cascade
);
create index service_request_document_of_request on service_request_document (service_request_id, id);
create index service_request_document_of_note on service_request_document (note_id);
create index service_request_document_uploaded_by on service_request_document (partner_id, uploaded_by);
create index service_request_document_deleted on service_request_document (deleted_at) where deleted_at is not null;
create table service_request_document_content (
  document_id uuid primary key,
  partner_id uuid not null,
  content bytea not null,
  foreign key (document_id, partner_id) references service_request_document (id, partner_id) on delete cascade
);
alter table service_request enable row level security, force row level security;
alter table service_request_note enable row level security, force row level security;
alter table service_request_document enable row level security, force row level security;
alter table service_request_document_content enable row level security, force row level security;

-- The partner's own. Which operator works on one is the operator's to know.
grant select (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel, requested_by,
    opened_at, changed_at, closed_at, terms),
  insert (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel, requested_by,
    opened_at, changed_at, terms, terms_version), update (status, changed_at, closed_at) on service_request to entente_partner;
create policy partner_reads on service_request for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_opens on service_request for insert to entente_partner
  with check (partner_id = (select current_tenant()) and requested_by = (select current_account()) and channel = 'portal'
    and status = 'open' and acts_at(customer_id, null) and acts_at(customer_id, service));
create policy partner_changes on service_request for update to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()) and status <> 'attention_needed');
grant select (id, service_request_id, partner_id, event, text, written_by, at),
  insert (id, service_request_id, partner_id, event, text, written_by, at) on service_request_note to entente_partner;
create policy partner_reads on service_request_note for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_writes on service_request_note for insert to entente_partner
  with check (partner_id = (select current_tenant()) and written_by = (select current_account())
    and event in ('opened', 'replied', 'closed', 'reopened'));
grant select (id, note_id, service_request_id, partner_id, file_name, media_type, size, deleted_at),
  insert (id, note_id, service_request_id, partner_id, file_name, media_type, size, sha256, uploaded_by)
  on service_request_document to entente_partner;
create policy partner_reads on service_request_document for select to entente_partner
  using (partner_id = (select current_tenant()) and deleted_at is null);
create policy partner_uploads on service_request_document for insert to entente_partner
  with check (partner_id = (select current_tenant()) and uploaded_by = (select current_account()));
grant select, insert on service_request_document_content to entente_partner;
create policy partner_own on service_request_document_content to entente_partner
  using (partner_id = (select current_tenant())) with check (partner_id = (select current_tenant()));

-- The operator's queue.
grant select, insert (id, relationship_id, customer_id, partner_id, service, severity, title, status, channel, requested_by,
    opened_by, handled_by, opened_at, changed_at, terms, terms_version),
  update (status, changed_at, closed_at, handled_by) on service_request to entente_operator;
create policy operator_reads on service_request for select to entente_operator using (true);
create policy operator_opens on service_request for insert to entente_operator
  with check (channel = 'phone' and status = 'open' and opened_by = (select current_account())
    and handled_by = (select current_account())
    and exists (select from relationship r where r.id = relationship_id and r.status = 'active'));
create policy operator_handles on service_request for update to entente_operator
  using (status <> 'closed') with check (handled_by = (select current_account()));
grant select, insert (id, service_request_id, partner_id, event, text, operator_id, at) on service_request_note to entente_operator;
create policy operator_reads on service_request_note for select to entente_operator using (true);
create policy operator_writes on service_request_note for insert to entente_operator
  with check (operator_id = (select current_account()) and event in ('opened', 'answered', 'asked', 'closed'));
grant select (id, note_id, service_request_id, partner_id, file_name, media_type, size, deleted_at)
  on service_request_document to entente_operator;
create policy operator_reads on service_request_document for select to entente_operator using (deleted_at is null);
grant select on service_request_document_content to entente_operator;
create policy operator_reads on service_request_document_content for select to entente_operator using (true);
-- For whom a partner that calls may have a request opened: its live relationships, and whether it holds the privileges itself.
grant select (customer_id, partner_id, customer_name) on relationship to entente_operator;
create policy operator_reads_live on relationship for select to entente_operator
  using (status = 'active' or id in (select relationship_id from service_request));
grant select (service) on admin_grant to entente_operator;

grant select (id, title, closed_at), update (title) on service_request to entente_keeper;
create policy keeper_all on service_request to entente_keeper using (true) with check (true);
grant select (id, text), update (text) on service_request_note to entente_keeper;
create policy keeper_all on service_request_note to entente_keeper using (true) with check (true);
grant select (id, service_request_id, partner_id, uploaded_by, file_name, deleted_at), update (file_name, deleted_at), delete
  on service_request_document to entente_keeper;
create policy keeper_all on service_request_document to entente_keeper using (true) with check (deleted_at is not null);
grant select (document_id, partner_id) on service_request_document_content to entente_keeper;
create policy keeper_reads on service_request_document_content for select to entente_keeper using (true);
grant select (id, title, relationship_id, partner_id, terms_version), update (terms, terms_version) on service_request
  to entente_indexer;
create policy indexer_cuts on service_request to entente_indexer using (true) with check (true);

-- Opening one uses the customer's privileges, and stands in its chain.
alter policy partner_records_use on audit_record with check (holds_at(organisation_id, '*')
  and action in ('customer_service.opened', 'customer_users.viewed', 'customer_licences.viewed', 'customer_users.managed',
    'customer_users.password_reset', 'customer_user.created', 'customer_user.updated', 'customer_user.disabled',
    'customer_user.enabled', 'customer_user.deleted', 'customer_user.restored', 'service_request.opened'));

insert into job_scope (role, job) values
  ('entente_partner', 'mail.service-request'),
  ('entente_operator', 'mail.service-request');
