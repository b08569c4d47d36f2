-- Why and by whom a grant ended is the customer's to know: "moved" would tell its former holder that the customer has
-- another partner (R-026).
revoke select on admin_grant from entente_partner;
grant select (id, customer_id, partner_id, service, granted_at, ended_at) on admin_grant to entente_partner;
