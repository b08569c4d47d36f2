-- The week that a job goes to copies the policy for every statement that records jobs, and the policy named the jobs of all roles. One
-- policy for each role, which names its own. It says the same, and follows job_scope as before.
create or replace function restate_known_jobs() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  scope record;
begin
  -- A role that may write jobs and has none in the table may record none.
  for scope in select r.rolname as role, coalesce((select array_agg(job order by job) from job_scope where role = r.rolname), '{}') as jobs
    from pg_roles r join aclexplode((select relacl from pg_class where oid = 'outbox'::regclass)) given on given.grantee = r.oid
    where given.privilege_type = 'INSERT' and r.rolname like 'entente\_%'
  loop
    execute format('drop policy if exists %I on outbox', 'known_jobs_of_' || scope.role);
    execute format('create policy %I on outbox as restrictive for insert to %I with check (name = any (%L::text[]))',
      'known_jobs_of_' || scope.role, scope.role, scope.jobs);
  end loop;
  return null;
end
$$;
-- Says it for the first time.
update job_scope set job = job;
drop policy known_jobs on outbox;
