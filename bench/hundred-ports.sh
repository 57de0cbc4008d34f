#!/bin/sh
# What hundred-ports.yaml says, as somebody who knows the tools would script it: one ovs-vsctl, one ip, one bundle.
set -eu

if [ "$1" = down ]; then
  exec ovs-vsctl --if-exists del-br br-bench
fi

numbers=$(seq 1 100)
set -- --may-exist add-br br-bench -- set bridge br-bench datapath_type=netdev fail_mode=secure
for i in $numbers; do
  set -- "$@" -- --may-exist add-port br-bench "p$i" -- set interface "p$i" type=internal
done
ovs-vsctl "$@"
{
  echo link set br-bench up
  for i in $numbers; do echo link set "p$i" up; done
} | ip -batch -
for i in $numbers; do
  echo "priority=10,in_port=p$i,actions=output:p$((i % 100 + 1))"
done | ovs-ofctl --names --bundle replace-flows br-bench -
