#!/usr/bin/env bash
# Ceph's S3 gateway with a store in memory, for tests: radosgw.sh FOLDER MONITOR_PORT GATEWAY_PORT ACCESS_KEY SECRET_KEY
# Prints "ready" when it answers and ends, with all that it started, when its input does. FOLDER is for it alone.
set -euo pipefail
folder=$1 monitor_port=$2 gateway_port=$3 access_key=$4 secret_key=$5

cat > "$folder/ceph.conf" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon_host = [v2:127.0.0.1:$monitor_port/0]
public_addr = 127.0.0.1
keyring = $folder/keyring
run_dir = $folder
admin_socket = $folder/\$name.asok
log_file = $folder/\$name.log
pid_file = $folder/\$name.pid
crash_dir = $folder
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data = $folder/mon
mon_data_avail_crit = 1
osd_data = $folder/osd
osd_objectstore = memstore
rgw_data = $folder/rgw
rgw_frontends = beast endpoint=127.0.0.1:$gateway_port tcp_nodelay=1
rgw_dns_name = s3.localhost
CONF
mkdir "$folder/mon" "$folder/osd" "$folder/rgw"
export CEPH_CONF=$folder/ceph.conf

pids=()
trap 'kill -9 "${pids[@]}" 2>/dev/null || true' EXIT
start() { "$@" > "$folder/$1.out" 2>&1 < /dev/null & pids+=($!); }

ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *'
ceph-authtool "$folder/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
ceph-authtool "$folder/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
ceph-authtool "$folder/keyring" --gen-key -n client.rgw --cap mon 'allow rwx' --cap osd 'allow rwx'
monmaptool --create --addv a "[v2:127.0.0.1:$monitor_port]" --fsid "$(sed -n 's/^fsid = //p' "$CEPH_CONF")" "$folder/monmap"
ceph-mon --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring"
start ceph-mon -f -i a
uuid=$(cat /proc/sys/kernel/random/uuid)
timeout 60 ceph osd new "$uuid"
ceph-osd -i 0 --mkfs --osd-uuid "$uuid"
start ceph-osd -f -i 0
start radosgw -f -n client.rgw
timeout 60 radosgw-admin user create --uid=pd12m --display-name=PD12M --access-key="$access_key" --secret-key="$secret_key"
for ((i = 0; i < 600; i++)); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$gateway_port") 2>/dev/null; then
        echo ready
        cat > /dev/null
        exit 0
    fi
    sleep 0.1
done
echo "The gateway does not answer: see $folder." >&2
exit 1
