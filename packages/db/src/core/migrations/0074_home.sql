-- Home counts what happened in a partner's last weeks, each by an index alone.
create index relationship_request_lately on relationship_request (partner_id, created_at);
create index request_outcome_lately on request_outcome (partner_id, kind, occurred_at);
create index admin_grant_ended on admin_grant (partner_id, ended_at) where ended_at is not null;
