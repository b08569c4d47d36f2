-- When a chain grew, so that what was signed before is not signed again every minute. Null until the chain grows again.
alter table audit_head add column sealed_at timestamptz;
-- A blanked payload asks for the record of its erasure.
create index audit_record_erasures on audit_record (organisation_id) where action = 'audit_record.erased';
