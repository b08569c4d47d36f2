-- What one person did, newest first: the audit page's filter by person read every record.
create index audit_record_of_actor on audit_record (actor_id, id desc) where actor_id is not null;
