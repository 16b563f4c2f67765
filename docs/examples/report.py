import sys, time, socketio

address, token = sys.argv[1:]  # such as http://localhost:3000 davyagent_…
client = socketio.Client()
client.connect(address, namespaces=['/agents'], transports=['websocket'],
               auth={'token': token, 'protocol': 1})
print(client.call('rigs', [{'key': 'my-first-rig', 'name': 'Rig 1'}], namespace='/agents'))
print(client.call('readings', [{
    'rig': 'my-first-rig', 'at': int(time.time() * 1000), 'state': 'hashing', 'miner': {'name': 'xmrig'},
    'work': [{'algorithm': 'randomx', 'hashesPerSecond': 12500}],
}], namespace='/agents'))
client.disconnect()
