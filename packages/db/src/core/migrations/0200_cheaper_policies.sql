-- What an acceptance pays for its policies, half of what it costs PostgreSQL. They say the same as before.

-- A function that reads rows is a statement of its own. It runs only where a link names a provider.
alter policy customer_creates on relationship with check (customer_id = current_tenant()
  and exists (select from relationship_link link where link.id = current_link()
    and relationship.partner_id in (link.partner_id, link.provider_id)
    and (link.provider_id is null or may_accept_jointly(link.partner_id, link.provider_id))));
alter policy customer_creates on acceptance with check (customer_id = current_tenant()
  and exists (select from relationship_link link where link.id = current_link() and link.id = acceptance.link_id
    and link.partner_id = acceptance.partner_id and link.provider_id is not distinct from acceptance.provider_id)
  and (provider_id is null or may_accept_jointly(partner_id, provider_id))
  and not exists (select from added_customer made where made.account_id = acceptance.accepted_by
    and (made.partner_id in (acceptance.partner_id, acceptance.provider_id)
      or made.reseller_id in (acceptance.partner_id, acceptance.provider_id))));

-- A select of the tenant is a plan of its own, made and ended with every statement; here it stood for one row, or for one search of an index.
alter policy customer_reads on relationship using (customer_id = current_tenant());
alter policy customer_changes on relationship using (customer_id = current_tenant()) with check (customer_id = current_tenant());
alter policy customer_reads on acceptance using (customer_id = current_tenant());
alter policy customer_reads on admin_grant using (customer_id = current_tenant());
alter policy customer_creates on admin_grant with check (customer_id = current_tenant());
alter policy customer_reads on relationship_term using (customer_id = current_tenant());
alter policy customer_creates on relationship_term with check (customer_id = current_tenant());
alter policy customer_reads on added_customer using (customer_id = current_tenant() or account_id = current_account());
-- Of two policies PostgreSQL asks the one with the later name first, here the dear one.
drop policy customer_reads_own_partners on relationship_link;
alter policy customer_reads_opened on relationship_link using ((id = current_link() and kind <> 'partnership')
  or (kind in ('reseller', 'joint') and deals_with(partner_id) and (provider_id is null or deals_with(provider_id))));
alter policy customer_reads on organisation using (id = current_tenant()
  or exists (select from relationship_link link where link.id = current_link()
    and organisation.id in (link.partner_id, link.provider_id))
  or exists (select from relationship r where r.customer_id = current_tenant() and r.partner_id = organisation.id));
alter policy customer_locks on organisation using (id = current_tenant()
  or exists (select from relationship_link link where link.id = current_link()
    and organisation.id in (link.partner_id, link.provider_id)));
alter policy customer_writes on audit_record with check (organisation_id = current_tenant()
  or exists (select from relationship r where r.customer_id = current_tenant() and r.partner_id = organisation_id));
alter policy actor_all on idempotency using (actor = current_actor()) with check (actor = current_actor());

-- Sorted in place: there are a handful, and a query for it costs as much as five indexes.
create or replace function service_set(services text[]) returns text language plpgsql immutable parallel safe as $$
declare
  sorted text[] := services;
  service text;
  place integer;
begin
  for unsorted in 2..coalesce(cardinality(services), 0) loop
    service := sorted[unsorted];
    place := unsorted;
    while place > 1 and service collate "C" < sorted[place - 1] loop
      sorted[place] := sorted[place - 1];
      place := place - 1;
    end loop;
    sorted[place] := service;
  end loop;
  return coalesce(array_to_string(sorted, ' '), '');
end
$$;

-- Which role may record which job is in job_scope. The policy says it as constants, which cost nothing to read, and follows the table.
create function restate_known_jobs() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  known text;
begin
  select string_agg(format('when %L then %L::text[]', role, jobs), ' ') into known
    from (select role, array_agg(job order by job) as jobs from job_scope group by role) scopes;
  execute format('alter policy known_jobs on outbox with check (name = any (case current_user %s else ''{}'' end))', known);
  return null;
end
$$;
create trigger known_jobs_follow after insert or update or delete on job_scope
  for each statement execute function restate_known_jobs();
-- Says it for the first time.
update job_scope set job = job;
