import sys, time, socketio

address, token = sys.argv[1:]
client = socketio.Client()  # comes back by itself, with jittered back-off


@client.on('connect', namespace='/agents')
def announce():
    client.emit('rigs', [{'key': 'my-first-rig', 'name': 'Rig 1'}], namespace='/agents', callback=print)


client.connect(address, namespaces=['/agents'], transports=['websocket'], auth={'token': token, 'protocol': 1})
client.sleep(1)  # the announcement goes first
while True:
    try:
        client.emit('readings', [{
            'rig': 'my-first-rig', 'at': int(time.time() * 1000), 'state': 'hashing', 'miner': {'name': 'xmrig'},
            'work': [{'algorithm': 'randomx', 'hashesPerSecond': 12500}],
        }], namespace='/agents', callback=print)
    except socketio.exceptions.SocketIOError as gone:
        print('not connected:', gone)
    client.sleep(10)
